using System.Collections.Immutable;
using System.Net;
using FailoverIp.Interop.Wire;

namespace FailoverIp.Interop.Peers;

/// <summary>What the participants of one virtual router share.</summary>
internal sealed record VrrpPlan
{
    public static readonly VrrpPlan V2 = new() { Version = 2, Interval = TimeSpan.FromSeconds(1), Password = "s3cret12" };
    public static readonly VrrpPlan V3 = new() { Version = 3, Interval = TimeSpan.FromMilliseconds(200) };

    public required int Version { get; init; }

    public required TimeSpan Interval { get; init; }

    /// <summary>The password of VRRPv2; null for none.</summary>
    public string? Password { get; init; }

    /// <summary>The key of the HMAC trailer, with the number 1; null for no trailer. Ours only.</summary>
    public string? HmacKey { get; init; }

    /// <summary>Whether the password is the key of an authentication header, instead of being sent.</summary>
    public bool UseAuthenticationHeader { get; init; }

    /// <summary>Whether adverts go to the other hosts one by one, instead of the group.</summary>
    public bool IsUnicast { get; init; }

    /// <summary>Whether the virtual address is on a macvlan with the virtual MAC address, and adverts come from there.</summary>
    public bool UseVmac { get; init; }

    /// <summary>With <see cref="UseVmac"/>: whether adverts come from the interface below, with its MAC address.</summary>
    public bool TransmitOnBase { get; init; }

    /// <summary>Whether the virtual address is on an ipvlan, and adverts come from there.</summary>
    public bool UseIpvlan { get; init; }

    /// <summary>Whether adverts come from the hosts' other addresses instead of the first ones.</summary>
    public bool UseOtherSource { get; init; }

    /// <summary>Another group than that of the RFC; null for none.</summary>
    public IPAddress? OwnGroup { get; init; }

    /// <summary>Whether adverts are IPv6.</summary>
    public bool IsIPv6 => Address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6;

    /// <summary>What the checksum of version 3 over IPv4 covers; ours only, keepalived 2.2.7 knows the one with the pseudo-header.</summary>
    public ChecksumKind Checksum { get; init; } = ChecksumKind.PseudoHeader;

    public byte VirtualRouterId { get; init; } = 101;

    public IPAddress Address { get; init; } = IPAddress.Parse("10.132.0.100");

    /// <summary>More addresses, after <see cref="Address"/>.</summary>
    public ImmutableArray<IPAddress> MoreAddresses { get; init; } = [];

    /// <summary>All addresses that are advertised, in order.</summary>
    public IEnumerable<IPAddress> Addresses => MoreAddresses.Prepend(Address);

    /// <summary>The address as the kernel shows it.</summary>
    public string KernelAddress => $"{Address}/{(IsIPv6 ? 128 : 32)}";

    /// <summary>All addresses as the kernel shows them.</summary>
    public IEnumerable<string> KernelAddresses => Addresses.Select(a => $"{a}/{(IsIPv6 ? 128 : 32)}");

    /// <summary>The group that adverts go to, that of RFC 9568 where there is no other.</summary>
    public IPAddress Group => OwnGroup ?? IPAddress.Parse(IsIPv6 ? "ff02::12" : "224.0.0.18");

    /// <summary>The MAC address of the group (RFC 1112, section 6.4; RFC 2464, section 7).</summary>
    public string GroupMac
    {
        get
        {
            var bytes = Group.GetAddressBytes();
            return IsIPv6
                ? $"33:33:{bytes[12]:x2}:{bytes[13]:x2}:{bytes[14]:x2}:{bytes[15]:x2}"
                : $"01:00:5e:{bytes[1] & 0x7F:x2}:{bytes[2]:x2}:{bytes[3]:x2}";
        }
    }

    /// <summary>The interface that holds the address.</summary>
    public string AddressInterface => UseVmac || UseIpvlan ? $"vrrp{(IsIPv6 ? "6" : "")}.{VirtualRouterId}" : "eth1";

    /// <summary>Skew_Time of a priority (RFC 3768, section 6.1; RFC 9568, section 6.1).</summary>
    public TimeSpan Skew(int priority) => (Version == 2 ? TimeSpan.FromSeconds(1) : Interval) * (256 - priority) / 256;

    /// <summary>Active_Down_Interval of a priority.</summary>
    public TimeSpan ActiveDown(int priority) => (3 * Interval) + Skew(priority);

    /// <summary>Long enough for everything that takes a few intervals, on a busy machine too.</summary>
    public TimeSpan Patience => (8 * Interval) + TimeSpan.FromSeconds(15);

    public override string ToString() =>
        $"v{Version}{(IsIPv6 ? " IPv6" : "")}{(IsUnicast ? " unicast" : "")}{(UseAuthenticationHeader ? " AH" : Password is not null ? " PASS" : "")}{(UseVmac ? " vmac" : "")}{(UseIpvlan ? " ipvlan" : "")}";
}
