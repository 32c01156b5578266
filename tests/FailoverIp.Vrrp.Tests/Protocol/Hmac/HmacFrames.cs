using System.Net;
using System.Security.Cryptography;

namespace FailoverIp.Vrrp.Tests.Protocol.Hmac;

/// <summary>The two vectors of keepalived's own test: key 00 01 … 1f under number 1, VRID 51, priority 200, signed at 0x68000000.5.</summary>
internal static class HmacFrames
{
    public const string IPv4 = "3133c80100644402c0000264" + "0101000068000000800000001b84bc4e8e43892dc6d98448f8ee2265";
    public const string IPv6 = "3133c8010064a2e9fe800000000000000000000000000100" + "010100006800000080000000c8c56146ebfd66ee10ec4d8186461b78";

    public const ulong Sequence = 0x68000000_8000_0000;

    public static readonly byte[] KeyBytes = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];

    public static readonly DateTimeOffset SignedAt = DateTimeOffset.FromUnixTimeMilliseconds((0x68000000L * 1000) + 500);

    public static readonly VrrpPacketContext IPv4Context = GoldenFrames.FromTo("198.51.100.10", "224.0.0.18");
    public static readonly VrrpPacketContext IPv6Context = GoldenFrames.FromTo("fe80::10", "fe80::20");

    public static VrrpHmacKeyRing Keys => new(1, new VrrpHmacKey(1, KeyBytes));

    public static VrrpHmacOptions Options => new() { Keys = Keys };

    public static VrrpHmacVerifier Verifier(VrrpHmacOptions? options = null, params IPAddress[] peers) => new(options ?? Options, TimeSpan.FromSeconds(1), peers);

    /// <summary>The first vector's message, signed at another time or by another key.</summary>
    public static byte[] Signed(ulong sequence, VrrpHmacKey? key = null, VrrpPacketContext? context = null)
    {
        var payload = GoldenFrames.Bytes(IPv4);
        VrrpHmacTrailer.Write(payload, context ?? IPv4Context, key ?? new VrrpHmacKey(1, KeyBytes), sequence);
        return payload;
    }

    public static ulong At(double secondsLater) => VrrpHmacSequence.At(SignedAt.AddSeconds(secondsLater));

    /// <summary>The HMAC by another way: the draft's four parts, one after the other.</summary>
    public static byte[] ExpectedHmac(byte[] payload, byte[] source, byte[] key)
    {
        byte[] message = [.. payload[..6], 0, 0, .. payload[8..^28]];
        byte[] who = [(byte)(source.Length == 4 ? 4 : 6), (byte)(payload[0] >> 4), payload[1], 0, .. source, .. new byte[16 - source.Length]];
        return HMACSHA256.HashData(key, (byte[])[.. who, .. message, .. payload[^28..^16], .. new byte[16]])[..16];
    }
}
