using System.Globalization;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace FailoverIp.Vrrp;

/// <summary>An interface that is made for a virtual router (<see cref="VirtualMacOptions"/>).</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Address">The MAC address of a macvlan; null for an ipvlan, which has that of the interface below.</param>
public sealed record VirtualLink(string Name, VirtualLinkKind Kind, PhysicalAddress? Address)
{
    private const int LongestName = 15; // IFNAMSIZ less its terminating zero

    /// <summary>The one that a virtual router asks for; it has <see cref="VirtualRouterOptions.VirtualMac"/>.</summary>
    public static VirtualLink Of(VirtualRouterOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var mac = options.VirtualMac ?? throw new ArgumentException("has no virtual MAC", nameof(options));
        return new(NameOf(options), mac.Kind, mac.Kind == VirtualLinkKind.Ipvlan ? null : MacOf(options));
    }

    /// <summary>Those above other interfaces, for addresses that ask for one (<see cref="VirtualAddress.OnVirtualMac"/>): one above each.</summary>
    internal static IReadOnlyList<AddressLink> ForAddresses(VirtualRouterOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.VirtualAddresses.IsDefault || options.ExcludedAddresses.IsDefault ? [] :
        [
            .. options.VirtualAddresses.Concat(options.ExcludedAddresses).Select(a => ParentOf(options, a)).OfType<string>().Distinct(StringComparer.Ordinal)
                .Select(parent => new AddressLink(parent, new(NameAbove(options, parent), VirtualLinkKind.Macvlan, MacOf(options)))),
        ];
    }

    internal static string NameOf(VirtualRouterOptions options) => options.VirtualMac?.Name ?? DefaultName(options);

    /// <summary>The interface below the one that is made for an address alone; null where none is.</summary>
    internal static string? ParentOf(VirtualRouterOptions options, VirtualAddress address)
    {
        var parent = address.OnVirtualMac ? address.Interface ?? options.Interface : null;
        return parent == options.Interface && options.VirtualMac is not null ? null : parent;
    }

    /// <summary>The name of the one above another interface: <c>vrrp.VRID.INTERFACE</c>, or five digits that follow from a name too long for that.</summary>
    internal static string NameAbove(VirtualRouterOptions options, string parent)
    {
        var prefix = DefaultName(options) + ".";
        return prefix.Length + parent.Length <= LongestName ? prefix + parent : prefix + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(parent)))[..5];
    }

    private static string DefaultName(VirtualRouterOptions options) =>
        string.Create(CultureInfo.InvariantCulture, $"vrrp{(options.AdvertFamily == AddressFamily.InterNetworkV6 ? "6" : "")}.{options.VirtualRouterId}");

    // RFC 9568 section 7.3: 00-00-5E-00-01-VRID over IPv4, 00-00-5E-00-02-VRID over IPv6.
    private static PhysicalAddress MacOf(VirtualRouterOptions options) =>
        options.VirtualMac?.Address ?? new([0, 0, 0x5e, 0, (byte)(options.AdvertFamily == AddressFamily.InterNetworkV6 ? 2 : 1), (byte)options.VirtualRouterId]);
}

/// <summary>An interface that is made for addresses alone; adverts go elsewhere.</summary>
/// <param name="Parent">The name of the interface below.</param>
/// <param name="Link">What is made above it.</param>
internal sealed record AddressLink(string Parent, VirtualLink Link);
