using System.Buffers.Binary;
using System.Security.Cryptography;

namespace FailoverIp.Vrrp;

/// <summary>
/// The HMAC of a signed message (draft-cassen-vrrp-auth-hmac): over family, version, VRID and source address; the message with a checksum of 0, as it is
/// written after signing over IPv6; and the trailer with an HMAC of 0.
/// </summary>
internal static class VrrpHmacDigest
{
    private const int PrefixLength = 20;

    /// <summary>Computes the HMAC. Allocates nothing.</summary>
    /// <param name="payload">Message and trailer, of the length that <see cref="VrrpHmacTrailer.TryFind"/> asks for.</param>
    /// <param name="context">Family and source.</param>
    /// <param name="key">The key.</param>
    /// <param name="hmac">Where to, 16 bytes; may be those in the trailer.</param>
    public static void Compute(ReadOnlySpan<byte> payload, in VrrpPacketContext context, VrrpHmacKey key, Span<byte> hmac)
    {
        // At most 20 + 8 + 255 · 16 + 28 bytes.
        Span<byte> covered = stackalloc byte[PrefixLength + payload.Length];
        covered[..PrefixLength].Clear();
        covered[0] = (byte)(context.IsIPv6 ? 6 : 4);
        covered[1] = (byte)(payload[0] >> 4);
        covered[2] = payload[1];
        if (context.IsIPv6)
            BinaryPrimitives.WriteUInt128BigEndian(covered[4..], context.Source);
        else
            BinaryPrimitives.WriteUInt32BigEndian(covered[4..], (uint)context.Source);

        var signed = covered[PrefixLength..];
        payload.CopyTo(signed);
        signed[6..8].Clear();
        signed[^VrrpHmacTrailer.HmacLength..].Clear();

        Span<byte> whole = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key.Bytes, covered, whole);
        whole[..VrrpHmacTrailer.HmacLength].CopyTo(hmac);
    }
}
