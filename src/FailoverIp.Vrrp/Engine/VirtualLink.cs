using System.Globalization;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace FailoverIp.Vrrp;

/// <summary>An interface that is made for a virtual router (<see cref="VirtualMacOptions"/>).</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Address">The MAC address of a macvlan; null for an ipvlan, which has that of the interface below.</param>
public sealed record VirtualLink(string Name, VirtualLinkKind Kind, PhysicalAddress? Address)
{
    /// <summary>The one that a virtual router asks for; it has <see cref="VirtualRouterOptions.VirtualMac"/>.</summary>
    public static VirtualLink Of(VirtualRouterOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var mac = options.VirtualMac ?? throw new ArgumentException("has no virtual MAC", nameof(options));
        // RFC 9568 section 7.3: 00-00-5E-00-01-VRID over IPv4, 00-00-5E-00-02-VRID over IPv6.
        var family = (byte)(options.AdvertFamily == AddressFamily.InterNetworkV6 ? 2 : 1);
        return new(NameOf(options), mac.Kind, mac.Kind == VirtualLinkKind.Ipvlan ? null : mac.Address ?? new([0, 0, 0x5e, 0, family, (byte)options.VirtualRouterId]));
    }

    internal static string NameOf(VirtualRouterOptions options) => options.VirtualMac?.Name
        ?? string.Create(CultureInfo.InvariantCulture, $"vrrp{(options.AdvertFamily == AddressFamily.InterNetworkV6 ? "6" : "")}.{options.VirtualRouterId}");
}
