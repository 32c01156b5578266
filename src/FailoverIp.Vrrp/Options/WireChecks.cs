using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace FailoverIp.Vrrp;

/// <summary>Checks the options of one virtual router that concern its packets: family, group, peers, authentication, virtual MAC.</summary>
internal static class WireChecks
{
    private const int MaxInterfaceName = 15; // IFNAMSIZ less its terminating zero
    private const int EthernetMtu = 1500;

    public static void Check(VirtualRouterOptions o, Action<string, string> error, Action<string, int, string> errorAt, Action<string, string> warn)
    {
        CheckFamily(o, error, errorAt, warn);
        CheckGroup(o, error);
        CheckPeers(o, error, warn);
        CheckAuthentication(o, error, warn);
        if (o.VirtualMac is { } mac)
            CheckVirtualMac(o, mac, error, warn);
    }

    private static void CheckFamily(VirtualRouterOptions o, Action<string, string> error, Action<string, int, string> errorAt, Action<string, string> warn)
    {
        if (o.AdvertFamily is not (AddressFamily.InterNetwork or AddressFamily.InterNetworkV6))
        {
            error(nameof(o.Family), $"{o.AdvertFamily} is neither IPv4 nor IPv6");
            return;
        }
        var isIPv6 = o.AdvertFamily == AddressFamily.InterNetworkV6;
        if (isIPv6 && o.Version == VrrpVersion.V2)
            error(nameof(o.Version), "VRRPv2 is for IPv4 (RFC 3768); over IPv6 it is Version 3");
        foreach (var (index, a) in o.VirtualAddresses.Index())
        {
            if (a.Address.AddressFamily != o.AdvertFamily)
                errorAt(nameof(o.VirtualAddresses), index, $"{a} is not {NameOf(o.AdvertFamily)}: the advertised addresses are of one family; others can be excluded addresses");
        }
        if (isIPv6 && o.VirtualAddresses is { IsDefaultOrEmpty: false } addresses && !addresses[0].Address.IsIPv6LinkLocal)
            Tell(o.Strict, nameof(o.VirtualAddresses), $"{addresses[0]}: the first address is to be a link-local one (RFC 9568 section 5.2.9)");
        var most = AdvertSize.MostAddresses(o, EthernetMtu);
        if (o.VirtualAddresses.Length > most)
            warn(nameof(o.VirtualAddresses), $"{o.VirtualAddresses.Length} addresses have no room in an advert of an Ethernet ({EthernetMtu} bytes); the first {most} are advertised, the others only move with the role");

        void Tell(bool isError, string option, string message) => (isError ? error : warn)(option, message);
    }

    private static void CheckGroup(VirtualRouterOptions o, Action<string, string> error)
    {
        if (o.Group is { } group)
        {
            if (group.AddressFamily != o.AdvertFamily)
                error(nameof(o.Group), $"{group} is not {NameOf(o.AdvertFamily)}, as the adverts are");
            else if (group.AddressFamily == AddressFamily.InterNetworkV6 ? !IsLinkLocalGroup(group) : group.GetAddressBytes()[0] >> 4 != 0xE)
                error(nameof(o.Group), $"{group} is no group{(group.AddressFamily == AddressFamily.InterNetworkV6 ? " of link-local scope (ffX2::)" : " (224.0.0.0 to 239.255.255.255)")}");
            if (!o.UnicastPeers.IsDefaultOrEmpty)
                error(nameof(o.Group), "adverts go to the unicast peers or to a group, not to both");
        }
        if (o.SourceAddress is not { } source)
            return;
        if (source.AddressFamily != o.AdvertFamily)
            error(nameof(o.SourceAddress), $"{source} is not {NameOf(o.AdvertFamily)}, as the adverts are");
        else if (!IsHost(source))
            error(nameof(o.SourceAddress), $"{source} is no address of a host");
        else if (source is { AddressFamily: AddressFamily.InterNetworkV6, IsIPv6LinkLocal: false } && o.UnicastPeers.IsDefaultOrEmpty)
            error(nameof(o.SourceAddress), $"{source} is not link-local, as the source of multicast adverts over IPv6 is (RFC 9568 section 5.1.2.1)");
    }

    private static void CheckPeers(VirtualRouterOptions o, Action<string, string> error, Action<string, string> warn)
    {
        if (o.UnicastPeers.IsDefault)
        {
            error(nameof(o.UnicastPeers), "is not set");
            return;
        }
        if (o.UnicastTtl is < 1 or > 255)
            error(nameof(o.UnicastTtl), $"{o.UnicastTtl} is not between 1 and 255");
        var seen = new HashSet<IPAddress>();
        foreach (var peer in o.UnicastPeers)
        {
            if (peer.Address.AddressFamily != o.AdvertFamily)
                error(nameof(o.UnicastPeers), $"{peer.Address} is not {NameOf(o.AdvertFamily)}, as the adverts are");
            else if (!IsHost(peer.Address))
                error(nameof(o.UnicastPeers), $"{peer.Address} is no address of a host");
            if (!seen.Add(peer.Address))
                error(nameof(o.UnicastPeers), $"{peer.Address} is there twice");
            if (peer.Address.Equals(o.SourceAddress))
                error(nameof(o.UnicastPeers), $"{peer.Address} is this router's own source address");
            if (peer.MinTtl is < 0 or > 255 || peer.MaxTtl is < 0 or > 255 || peer.MinTtl > peer.MaxTtl)
                error(nameof(o.UnicastPeers), $"{peer.Address}: MinTtl and MaxTtl are between 0 and 255, MinTtl not above MaxTtl");
        }
        if (!o.UnicastPeers.IsEmpty && !o.CheckUnicastSource && o.Password is null && o.Hmac is null)
            warn(nameof(o.CheckUnicastSource), "is off and nothing is authenticated: whoever can reach this machine can be elected");
    }

    private static void CheckAuthentication(VirtualRouterOptions o, Action<string, string> error, Action<string, string> warn)
    {
        if (o.Password is not null && o.Version != VrrpVersion.V2)
            error("Authentication", "VRRPv3 has no authentication (RFC 9568); it goes with Version 2 only");
        if (o.Password is { IsCut: true })
            warn("Authentication", $"the password is longer than {VrrpPassword.Length} bytes; only the first {VrrpPassword.Length} count, as with keepalived");
        if (o.UseAuthenticationHeader && o.Password is null)
            error("Authentication", "an authentication header needs a password");
        if (o.Hmac is null)
            return;
        if (o.Version != VrrpVersion.V3)
            error("Authentication", "HMAC goes with Version 3 only");
        if (o.Password is not null)
            error("Authentication", "there is a password or HMAC, not both");
    }

    private static void CheckVirtualMac(VirtualRouterOptions o, VirtualMacOptions mac, Action<string, string> error, Action<string, string> warn)
    {
        var name = VirtualLink.NameOf(o);
        if (name.Length is 0 or > MaxInterfaceName || name is "." or ".." || name.Any(c => c is '/' or ':' or > '~' || char.IsWhiteSpace(c)))
            error(nameof(o.VirtualMac), $"'{name}' is not an interface name (1 to {MaxInterfaceName} characters, no '/' and no white space)");
        if (string.Equals(name, o.Interface, StringComparison.Ordinal))
            error(nameof(o.VirtualMac), $"'{name}' is the interface below it");
        if (!Enum.IsDefined(mac.Kind))
            error(nameof(o.VirtualMac), $"{(int)mac.Kind} is neither macvlan nor ipvlan");
        if (mac.Address is { } address && !IsUnicastMac(address))
            error(nameof(o.VirtualMac), $"{address} is no MAC address of one station (six bytes, the first even)");
        if (mac is { Address: not null, Kind: VirtualLinkKind.Ipvlan })
            error(nameof(o.VirtualMac), "an ipvlan has the MAC address of the interface below; Address goes with a macvlan");
        if (mac.TransmitOnBase && !o.UnicastPeers.IsDefaultOrEmpty)
            warn(nameof(o.VirtualMac), "with unicast peers, adverts go over the interface below in any case");
    }

    private static bool IsUnicastMac(PhysicalAddress address) => address.GetAddressBytes() is { Length: 6 } bytes && (bytes[0] & 1) == 0 && bytes.Any(b => b != 0);

    private static bool IsLinkLocalGroup(IPAddress group) => group.IsIPv6Multicast && (group.GetAddressBytes()[1] & 0x0F) == 2;

    private static bool IsHost(IPAddress address) =>
        !IPAddress.IsLoopback(address) && !address.Equals(IPAddress.Any) && !address.Equals(IPAddress.IPv6Any) && !address.IsIPv6Multicast
        && (address.AddressFamily != AddressFamily.InterNetwork || address.GetAddressBytes()[0] < 224);

    private static string NameOf(AddressFamily family) => family == AddressFamily.InterNetworkV6 ? "IPv6" : "IPv4";
}
