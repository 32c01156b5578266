using System.Net;

namespace FailoverIp.Vrrp.Ipvs;

/// <summary>A real server of a virtual service as it should be, or as the kernel says it is. Immutable; equal by value.</summary>
public sealed record IpvsDestination
{
    /// <summary>What it is known by within its service: address and port. With direct routing and tunnels the port is the service's.</summary>
    public required IPEndPoint Address { get; init; }

    /// <summary>How packets reach it.</summary>
    public IpvsForwarding Forwarding { get; init; } = IpvsForwarding.Masquerade;

    /// <summary>Its weight, 0 to 2147483647; 0 takes no new connections.</summary>
    public int Weight { get; init; } = 1;

    /// <summary>No new connections above this many; 0: no bound.</summary>
    public uint UpperThreshold { get; init; }

    /// <summary>New connections again below this many; 0: three quarters of the upper threshold (the kernel's choice).</summary>
    public uint LowerThreshold { get; init; }

    /// <summary>How packets are wrapped, with <see cref="IpvsForwarding.Tunnel"/>; null: IP in IP.</summary>
    public IpvsTunnel? Tunnel { get; init; }
}
