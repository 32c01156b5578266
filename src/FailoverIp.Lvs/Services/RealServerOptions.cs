using System.Collections.Immutable;
using System.Net;
using FailoverIp.Vrrp.Ipvs;

namespace FailoverIp.Lvs;

/// <summary>One real server of a virtual server. Immutable; equal by value.</summary>
public sealed record RealServerOptions
{
    private readonly ValueArray<CheckOptions> _checks = new([]);

    /// <summary>Address and port.</summary>
    public required IPEndPoint Address { get; init; }

    /// <summary>Its weight, 0 to 2147483647.</summary>
    public int Weight { get; init; } = 1;

    /// <summary>No new connections above this many; 0: no bound.</summary>
    public uint UpperThreshold { get; init; }

    /// <summary>New connections again below this many; 0: the kernel's choice.</summary>
    public uint LowerThreshold { get; init; }

    /// <summary>How packets reach it, where it differs from the virtual server; null: as there.</summary>
    public IpvsForwarding? Method { get; init; }

    /// <summary>How packets are wrapped, where it differs from the virtual server; null: as there.</summary>
    public IpvsTunnel? Tunnel { get; init; }

    /// <summary>True: while it is down it stays in the table with weight 0 (connections go on); null: as the virtual server.</summary>
    public bool? InhibitOnFailure { get; init; }

    /// <summary>True: down until its checks have passed once; null: as the virtual server.</summary>
    public bool? Alpha { get; init; }

    /// <summary>The timing of its checks; what is left open comes from the virtual server.</summary>
    public CheckTiming Timing { get; init; } = CheckTiming.Inherited;

    /// <summary>The checks, all of which must pass; none: it is always up.</summary>
    public ImmutableArray<CheckOptions> Checks
    {
        get => _checks.Items;
        init => _checks = new(value);
    }
}
