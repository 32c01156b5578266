using System.Net;
using System.Net.NetworkInformation;

namespace FailoverIp.Vrrp;

/// <summary>One packet of IP protocol 112 as it was on the wire, valid or not. What could not be read is null.</summary>
public sealed record VrrpObservation
{
    /// <summary>When the kernel saw it, UTC, to the microsecond.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The interface, such as <c>eth1</c>.</summary>
    public required string Interface { get; init; }

    /// <summary>True for IPv6, false for IPv4.</summary>
    public required bool IsIPv6 { get; init; }

    /// <summary>The source address.</summary>
    public IPAddress? Source { get; init; }

    /// <summary>The destination address.</summary>
    public IPAddress? Destination { get; init; }

    /// <summary>The sender's address on the link; null where the link has none of six bytes.</summary>
    public PhysicalAddress? SourceMac { get; init; }

    /// <summary>The TTL or hop limit, 0 to 255.</summary>
    public int? TimeToLive { get; init; }

    /// <summary>The version, 0 to 15.</summary>
    public int? Version { get; init; }

    /// <summary>The type, 0 to 15.</summary>
    public int? Type { get; init; }

    /// <summary>The virtual router identifier (VRID).</summary>
    public int? VirtualRouterId { get; init; }

    /// <summary>The priority, 0 to 255.</summary>
    public int? Priority { get; init; }

    /// <summary>The number of addresses that the sender states, 0 to 255.</summary>
    public int? Count { get; init; }

    /// <summary>The sender's interval.</summary>
    public TimeSpan? AdvertisementInterval { get; init; }

    /// <summary>The virtual addresses; null where the message has not the length they ask for.</summary>
    public IReadOnlyList<IPAddress>? Addresses { get; init; }

    /// <summary>The authentication; null also for a VRRPv2 type that is unknown.</summary>
    public VrrpAuthenticationKind? Authentication { get; init; }

    /// <summary>With <see cref="VrrpAuthenticationKind.Hmac"/>: the key's number.</summary>
    public int? KeyId { get; init; }

    /// <summary>The checksum; null where the message has not the length it is computed over.</summary>
    public VrrpObservedChecksum? Checksum { get; init; }

    /// <summary>What a receiver makes of it.</summary>
    public required VrrpVerdict Verdict { get; init; }

    /// <summary>What is wrong, one line for a person; null where nothing is.</summary>
    public string? Detail { get; init; }
}
