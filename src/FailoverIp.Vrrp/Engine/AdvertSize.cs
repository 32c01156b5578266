using System.Net;
using System.Net.Sockets;

namespace FailoverIp.Vrrp;

/// <summary>How many addresses an advert has room for: what is beyond moves with the role as the excluded addresses do (as with keepalived).</summary>
internal static class AdvertSize
{
    /// <summary>The most addresses of an advert.</summary>
    /// <param name="options">The virtual router.</param>
    /// <param name="mtu">The MTU of its interface in bytes; 0 where it is not known.</param>
    public static int MostAddresses(VirtualRouterOptions options, int mtu)
    {
        if (mtu <= 0)
            return VrrpAdvertisement.MaxAddresses;
        var isIPv6 = options.AdvertFamily == AddressFamily.InterNetworkV6;
        var room = mtu - (isIPv6 ? IPv6Header.Length : IPv4Header.Length) - VrrpAdvertisement.LengthOf((int)options.Version, isIPv6, 0)
            - (options.UseAuthenticationHeader ? AuthenticationHeader.Length : 0) - (options.Hmac is null ? 0 : VrrpHmacTrailer.Length);
        return Math.Clamp(room / (isIPv6 ? 16 : 4), 1, VrrpAdvertisement.MaxAddresses);
    }

    /// <summary>The addresses that are advertised.</summary>
    public static IPAddress[] Advertised(VirtualRouterOptions options, int mtu) =>
        [.. options.VirtualAddresses.Take(MostAddresses(options, mtu)).Select(a => a.Address)];
}
