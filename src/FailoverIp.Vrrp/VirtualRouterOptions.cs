using System.Collections.Immutable;

namespace FailoverIp.Vrrp;

/// <summary>One virtual router of this node (keepalived: <c>vrrp_instance</c>). Immutable; checked by <see cref="Validate"/>.</summary>
public sealed record VirtualRouterOptions
{
    /// <summary>Its name, such as <c>VI_1</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The interface on which adverts are sent and received, such as <c>eth1</c>. It need not exist yet.</summary>
    public required string Interface { get; init; }

    /// <summary>The virtual router identifier (VRID), 1 to 255.</summary>
    public required int VirtualRouterId { get; init; }

    /// <summary>The priority, 1 to 255; 255 is the address owner.</summary>
    /// <value>100.</value>
    public int Priority { get; init; } = 100;

    /// <summary>The protocol version.</summary>
    /// <value>VRRPv2, as keepalived.</value>
    public VrrpVersion Version { get; init; } = VrrpVersion.V2;

    /// <summary>Advertisement_Interval: whole seconds from 1 to 255 for VRRPv2; 10 ms to 40.95 s in steps of 10 ms for VRRPv3.</summary>
    /// <value>1 second.</value>
    public TimeSpan AdvertisementInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Whether a higher priority takes over from a lower one that is Active (Preempt_Mode). Has no meaning for the address owner.</summary>
    /// <value>True.</value>
    public bool Preempt { get; init; } = true;

    /// <summary>The VRRPv2 authentication; null for none.</summary>
    public VrrpPassword? Password { get; init; }

    /// <summary>What the checksum of sent VRRPv3 adverts over IPv4 covers. Received ones may have either.</summary>
    /// <value><see cref="VrrpChecksumKind.PseudoHeader"/>, as keepalived and FRR.</value>
    public VrrpChecksumKind Checksum { get; init; } = VrrpChecksumKind.PseudoHeader;

    /// <summary>The virtual addresses that are advertised: IPv4, at most 255; VRRPv3 wants at least one.</summary>
    public ImmutableArray<VirtualAddress> VirtualAddresses { get; init; } = [];

    /// <summary>Addresses that move with the role but are not advertised (keepalived: <c>virtual_ipaddress_excluded</c>), of either family.</summary>
    public ImmutableArray<VirtualAddress> ExcludedAddresses { get; init; } = [];

    /// <summary>How addresses are announced after a takeover.</summary>
    public AnnouncementOptions Announcements { get; init; } = new();

    /// <summary>Every problem of these options, each one line that names the option; empty where there is none.</summary>
    public IReadOnlyList<VrrpOptionProblem> Validate() => VirtualRouterValidator.Validate(this);
}
