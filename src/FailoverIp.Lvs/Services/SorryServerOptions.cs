using System.Net;
using FailoverIp.Vrrp.Ipvs;

namespace FailoverIp.Lvs;

/// <summary>The server that takes the place of all others while the quorum is lost.</summary>
public sealed record SorryServerOptions
{
    /// <summary>Address and port.</summary>
    public required IPEndPoint Address { get; init; }

    /// <summary>How packets reach it; null: as the virtual server.</summary>
    public IpvsForwarding? Method { get; init; }

    /// <summary>How packets are wrapped; null: as the virtual server.</summary>
    public IpvsTunnel? Tunnel { get; init; }

    /// <summary>True: while the quorum stands it stays in the table with weight 0 instead of being removed.</summary>
    public bool Inhibit { get; init; }
}
