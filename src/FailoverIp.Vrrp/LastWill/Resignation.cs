using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using FailoverIp.Vrrp.Native;

namespace FailoverIp.Vrrp.LastWill;

/// <summary>The advert of priority 0 that a virtual router itself could not send any more, to everybody to whom it sent its adverts.</summary>
internal static class Resignation
{
    private const byte LinkLocalTtl = 255;
    private static readonly IPAddress IPv4Group = IPAddress.Parse("224.0.0.18");
    private static readonly IPAddress IPv6Group = IPAddress.Parse("ff02::12");

    /// <summary>Sends it.</summary>
    /// <param name="router">The options of the virtual router.</param>
    /// <param name="source">The source of its adverts.</param>
    /// <param name="now">The wall clock: what is signed must be after whatever was sent before.</param>
    /// <param name="onFailure">Hears, in one line, of a destination that it could not be sent to.</param>
    public static void Send(VirtualRouterOptions router, UInt128 source, DateTimeOffset now, Action<string> onFailure)
    {
        var isUnicast = !router.UnicastPeers.IsDefaultOrEmpty;
        var isIPv6 = router.AdvertFamily == AddressFamily.InterNetworkV6;
        var from = ToAddress(source, isIPv6);
        var ttl = isUnicast ? (byte)router.UnicastTtl : LinkLocalTtl;
        var networkInterface = InterfaceOf(router, isUnicast, isIPv6);
        var sequence = SequenceOf(router, now);
        foreach (var to in isUnicast ? router.UnicastPeers.Select(p => p.Address) : [router.Group ?? (isIPv6 ? IPv6Group : IPv4Group)])
        {
            var template = VrrpPacketTemplate.Build(Recipe(router, VrrpPacketContext.For(from, to, ttl)));
            if (LastWillSocket.Send(template.Prepare(sequence), networkInterface, from, to, ttl) is var error and not 0)
                onFailure($"priority 0 could not be sent to {to}: {Errno.Text(error)}");
        }
    }

    /// <summary>The interface that adverts go over: that of the virtual MAC, where there is one.</summary>
    internal static string InterfaceOf(VirtualRouterOptions router, bool isUnicast, bool isIPv6) =>
        router.VirtualMac is { TransmitOnBase: false } mac && !isUnicast
            ? mac.Name ?? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"vrrp{(isIPv6 ? "6" : "")}.{router.VirtualRouterId}")
            : router.Interface;

    private static VrrpPacketRecipe Recipe(VirtualRouterOptions router, VrrpPacketContext context)
    {
        var kind = router.Hmac is { Signs: true } ? VrrpAuthenticationKind.Hmac
            : router.Password is null ? VrrpAuthenticationKind.None
            : router.UseAuthenticationHeader ? VrrpAuthenticationKind.Ah : VrrpAuthenticationKind.Pass;
        return new()
        {
            Version = router.Version,
            VirtualRouterId = (byte)router.VirtualRouterId,
            Priority = 0,
            AdvertisementInterval = router.AdvertisementInterval,
            Addresses = VrrpAdvertisementWriter.Pack([.. router.VirtualAddresses.Select(a => a.Address)]),
            Context = context,
            Checksum = router.Checksum,
            Authentication = kind,
            Password = kind is VrrpAuthenticationKind.Pass or VrrpAuthenticationKind.Ah ? router.Password : null,
            Key = kind == VrrpAuthenticationKind.Hmac ? router.Hmac!.Keys.Active : null,
        };
    }

    // Both grow with the clock, at least as fast as the dead process counted: HMAC by its definition, AH because it begins with the seconds since 1970 and sends once a second.
    private static ulong SequenceOf(VirtualRouterOptions router, DateTimeOffset now) => router.Hmac is { Signs: true } hmac
        ? new VrrpHmacSequence(hmac.WindowFor(router.AdvertisementInterval)).Next(now)
        : (uint)now.ToUnixTimeSeconds() + 1;

    private static IPAddress ToAddress(UInt128 number, bool isIPv6)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, number);
        return new(isIPv6 ? bytes : bytes[12..]);
    }
}
