using System.Net;

namespace FailoverIp.Interop.Wire;

/// <summary>A frame that the switch has seen.</summary>
internal abstract record Frame(DateTime At, string SourceMac, string DestinationMac);

/// <summary>What an advert's checksum covers.</summary>
internal enum ChecksumKind
{
    Bad,
    MessageOnly,
    PseudoHeader,
}

/// <summary>An IPv4 or IPv6 packet of protocol 112, or 51 around it, with a VRRP header. Read by hand: it must not share an error with the code under test.</summary>
internal sealed record AdvertFrame(DateTime At, string SourceMac, string DestinationMac, IPAddress Source, IPAddress Destination, byte Ttl) : Frame(At, SourceMac, DestinationMac)
{
    public required int Version { get; init; }

    /// <summary>The sequence number of the authentication header; 0 without one.</summary>
    public uint Sequence { get; init; }

    public required byte VirtualRouterId { get; init; }

    public required byte Priority { get; init; }

    public required TimeSpan Interval { get; init; }

    public required ChecksumKind Checksum { get; init; }

    public required IReadOnlyList<IPAddress> Addresses { get; init; }

    /// <summary>The authentication type of version 2.</summary>
    public required byte Authentication { get; init; }

    /// <summary>Whether an authentication header comes before it.</summary>
    public bool HasAuthenticationHeader { get; init; }

    /// <summary>What follows the addresses.</summary>
    public required byte[] Trailer { get; init; }

    /// <summary>Header, addresses and trailer, as they were on the wire.</summary>
    public required byte[] Message { get; init; }

    public override string ToString() =>
        $"{At:HH:mm:ss.ffffff} {Source} v{Version} vrid {VirtualRouterId} prio {Priority} every {Interval.TotalSeconds:0.##} s checksum {Checksum} {string.Join(',', Addresses)}";
}

/// <summary>An ARP message for IPv4 over Ethernet.</summary>
internal sealed record ArpFrame(DateTime At, string SourceMac, string DestinationMac, int Operation, IPAddress Sender, string SenderMac, IPAddress Target, string TargetMac)
    : Frame(At, SourceMac, DestinationMac)
{
    public const int Request = 1;

    /// <summary>Sender and target are one address: an announcement (RFC 5227, section 3).</summary>
    public bool IsGratuitous => Sender.Equals(Target);

    public override string ToString() =>
        $"{At:HH:mm:ss.ffffff} {SourceMac} > {DestinationMac} ARP {(Operation == Request ? "request" : "reply")} {(IsGratuitous ? "gratuitous " : "")}{Sender} is at {SenderMac}, target {Target} {TargetMac}";
}

/// <summary>A Neighbor Advertisement (RFC 4861, section 4.4).</summary>
internal sealed record NeighborFrame(DateTime At, string SourceMac, string DestinationMac, IPAddress Source, IPAddress Destination, byte HopLimit) : Frame(At, SourceMac, DestinationMac)
{
    public required IPAddress Target { get; init; }

    public required bool IsSolicited { get; init; }

    public required bool IsOverride { get; init; }

    /// <summary>The target link-layer address option; null without one.</summary>
    public required string? TargetMac { get; init; }

    public override string ToString() =>
        $"{At:HH:mm:ss.ffffff} {SourceMac} > {DestinationMac} NA {Source} > {Destination} {Target} is at {TargetMac}{(IsOverride ? " override" : "")}{(IsSolicited ? " solicited" : "")}";
}
