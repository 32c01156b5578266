using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;

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

    /// <summary>The family of its adverts; null for that of <see cref="VirtualAddresses"/>, IPv4 where there are none.</summary>
    public AddressFamily? Family { get; init; }

    /// <summary>The priority, 1 to 255; 255 is the address owner.</summary>
    /// <value>100.</value>
    public int Priority { get; init; } = 100;

    /// <summary>The protocol version; over IPv6 only 3.</summary>
    /// <value>VRRPv2, as keepalived.</value>
    public VrrpVersion Version { get; init; } = VrrpVersion.V2;

    /// <summary>Advertisement_Interval: whole seconds from 1 to 255 for VRRPv2; 10 ms to 40.95 s in steps of 10 ms for VRRPv3.</summary>
    /// <value>1 second.</value>
    public TimeSpan AdvertisementInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Whether a higher priority takes over from a lower one that is Active (Preempt_Mode). Has no meaning for the address owner.</summary>
    /// <value>True.</value>
    public bool Preempt { get; init; } = true;

    /// <summary>How long a lower priority is let be Active before it is taken over from, 0 to 1000 s (keepalived: <c>preempt_delay</c>).</summary>
    /// <value>Zero.</value>
    public TimeSpan PreemptDelay { get; init; }

    /// <summary>How many adverts must be missed before the Active router counts as down, 1 to 100; the RFC says 3 (keepalived: <c>down_timer_adverts</c>).</summary>
    /// <value>3.</value>
    public int DownTimerAdverts { get; init; } = 3;

    /// <summary>While Active: leaves an advert of lower priority unanswered, as before RFC 9568 (keepalived: <c>lower_prio_no_advert</c>).</summary>
    /// <value>False.</value>
    public bool LowerPriorityNoAdvert { get; init; }

    /// <summary>While Active: answers an advert of higher priority once before becoming Backup (keepalived: <c>higher_prio_send_advert</c>).</summary>
    /// <value>False.</value>
    public bool HigherPrioritySendAdvert { get; init; }

    /// <summary>The address owner hears no adverts (RFC 9568 section 7.1): of two owners both stay Active. With <see cref="Strict"/> it is so in any case (keepalived: <c>vrrp_owner_ignore_adverts</c>).</summary>
    /// <value>False.</value>
    public bool OwnerIgnoresAdverts { get; init; }

    /// <summary>Refuses what the RFC does not have: unicast, authentication, a delay of preemption, no address, <see cref="Accept"/> without owning, announcements after a lower priority (keepalived: <c>strict_mode</c>).</summary>
    /// <value>False.</value>
    public bool Strict { get; init; }

    /// <summary>The password of VRRPv2; null for none.</summary>
    public VrrpPassword? Password { get; init; }

    /// <summary>Whether <see cref="Password"/> is the key of an authentication header (keepalived: <c>auth_type AH</c>) instead of being sent (<c>PASS</c>).</summary>
    /// <value>False.</value>
    public bool UseAuthenticationHeader { get; init; }

    /// <summary>HMAC authentication (keepalived: <c>auth_hmac</c>), of VRRPv3; null for none.</summary>
    public VrrpHmacOptions? Hmac { get; init; }

    /// <summary>What the checksum of sent VRRPv3 adverts over IPv4 covers. Received ones may have either.</summary>
    /// <value><see cref="VrrpChecksumKind.PseudoHeader"/>, as keepalived and FRR.</value>
    public VrrpChecksumKind Checksum { get; init; } = VrrpChecksumKind.PseudoHeader;

    /// <summary>The source of adverts; null for the interface's primary address (IPv6: its link-local one) (keepalived: <c>mcast_src_ip</c>, <c>unicast_src_ip</c>).</summary>
    public IPAddress? SourceAddress { get; init; }

    /// <summary>Another multicast group; null for 224.0.0.18 or ff02::12 (keepalived: <c>mcast_dst_ip</c>).</summary>
    public IPAddress? Group { get; init; }

    /// <summary>The peers adverts are sent to one by one, instead of the group; empty for multicast.</summary>
    public ImmutableArray<UnicastPeer> UnicastPeers { get; init; } = [];

    /// <summary>With peers: the TTL or hop limit of sent adverts, 1 to 255.</summary>
    /// <value>255.</value>
    public int UnicastTtl { get; init; } = 255;

    /// <summary>With peers: discards adverts of anybody else.</summary>
    /// <value>True; keepalived's default is off.</value>
    public bool CheckUnicastSource { get; init; } = true;

    /// <summary>A virtual MAC address, on an interface made for it; null: the addresses stand on <see cref="Interface"/> with its own.</summary>
    public VirtualMacOptions? VirtualMac { get; init; }

    /// <summary>
    /// The virtual addresses that are advertised, of one family; VRRPv3 wants at least one. Over IPv6 the first is link-local. Those that have no room in an advert, which
    /// holds 255 and no more than the MTU of <see cref="Interface"/> lets through, move with the role as <see cref="ExcludedAddresses"/> do.
    /// </summary>
    public ImmutableArray<VirtualAddress> VirtualAddresses { get; init; } = [];

    /// <summary>Addresses that move with the role but are not advertised (keepalived: <c>virtual_ipaddress_excluded</c>), of either family.</summary>
    public ImmutableArray<VirtualAddress> ExcludedAddresses { get; init; } = [];

    /// <summary>Routes that exist while Active.</summary>
    public ImmutableArray<VirtualRoute> VirtualRoutes { get; init; } = [];

    /// <summary>Policy rules that exist while Active.</summary>
    public ImmutableArray<VirtualRule> VirtualRules { get; init; } = [];

    /// <summary>Whether packets to the virtual addresses themselves are answered by a router that does not own them (Accept_Mode; keepalived: <c>accept</c>, <c>no_accept</c>).</summary>
    /// <value>True, as keepalived.</value>
    public bool Accept { get; init; } = true;

    /// <summary>Sets the kernel to keep the other addresses of a subnet when its first one is removed (keepalived: <c>promote_secondaries</c>).</summary>
    /// <value>False.</value>
    public bool PromoteSecondaries { get; init; }

    /// <summary>How addresses are announced after a takeover.</summary>
    public AnnouncementOptions Announcements { get; init; } = new();

    /// <summary>Other interfaces that this router depends on.</summary>
    public ImmutableArray<TrackedInterface> TrackedInterfaces { get; init; } = [];

    /// <summary>Health that somebody else tells, by <see cref="IVrrpEngine.SetTracker"/>.</summary>
    public ImmutableArray<TrackedHealth> TrackedHealth { get; init; } = [];

    /// <summary>Whether <see cref="Interface"/> being down is a Fault (keepalived: <c>dont_track_primary</c> switches it off).</summary>
    /// <value>True.</value>
    public bool TrackInterface { get; init; } = true;

    /// <summary>How long <see cref="Interface"/> and the tracked ones must have been up again before that counts, 0 to 255 s.</summary>
    /// <value>Zero.</value>
    public TimeSpan InterfaceUpDelay { get; init; }

    /// <summary>How long they must have been down before that counts, 0 to 255 s and less than (<see cref="DownTimerAdverts"/> − 1) intervals.</summary>
    /// <value>Zero.</value>
    public TimeSpan InterfaceDownDelay { get; init; }

    /// <summary>The family of its adverts.</summary>
    public AddressFamily AdvertFamily => Family ?? (VirtualAddresses.IsDefaultOrEmpty ? AddressFamily.InterNetwork : VirtualAddresses[0].Address.AddressFamily);

    /// <summary>The interface of those addresses that name none: the virtual router's own where it has a <see cref="VirtualMac"/>, else <see cref="Interface"/>.</summary>
    internal string AddressInterface => VirtualMac is null ? Interface : VirtualLink.NameOf(this);

    /// <summary>The interface that an address stands on.</summary>
    internal string InterfaceOf(VirtualAddress address) => VirtualLink.ParentOf(this, address) is { } parent ? VirtualLink.NameAbove(this, parent)
        : address.OnVirtualMac ? AddressInterface
        : address.Interface ?? AddressInterface;

    /// <summary>Every problem of these options, each one line that names the option; empty where there is none.</summary>
    public IReadOnlyList<VrrpOptionProblem> Validate() => VirtualRouterValidator.Validate(this);
}
