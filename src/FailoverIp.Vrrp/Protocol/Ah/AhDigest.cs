using System.Security.Cryptography;

namespace FailoverIp.Vrrp;

/// <summary>
/// The integrity check value of a packet: HMAC-MD5-96 over the IP header with its mutable fields as 0, the authentication header with an ICV of 0, and
/// the message (RFC 4302 section 3.3.3, RFC 2403). The key is the password, eight bytes.
/// </summary>
internal static class AhDigest
{
    /// <summary>The longest packet: an IP header with options, the authentication header, a VRRPv2 message of 255 addresses.</summary>
    public const int MaxPacketLength = 60 + AuthenticationHeader.Length + VrrpAdvertisement.HeaderLength + (VrrpAdvertisement.MaxAddresses * 4) + VrrpPassword.Length;

    /// <summary>Computes the ICV. Allocates nothing.</summary>
    /// <param name="packet">The IPv4 packet, at most <see cref="MaxPacketLength"/> bytes, with a whole authentication header.</param>
    /// <param name="headerLength">The length of its IP header.</param>
    /// <param name="password">The key.</param>
    /// <param name="coversTtl">
    /// True for the TTL as it is, false for 0. The RFC has it among the mutable fields; keepalived (measured with 2.2.7) covers it in multicast adverts, whose TTL no
    /// router changes, and leaves it out of unicast ones. TOS, flags, fragment offset and checksum are always 0; the identification is covered.
    /// </param>
    /// <param name="icv">Where to, 12 bytes; may be those in the packet.</param>
    public static void Compute(ReadOnlySpan<byte> packet, int headerLength, VrrpPassword password, bool coversTtl, Span<byte> icv)
    {
        Span<byte> covered = stackalloc byte[MaxPacketLength];
        covered = covered[..packet.Length];
        packet.CopyTo(covered);
        covered[1] = 0;
        covered[6..8].Clear();
        if (!coversTtl)
            covered[8] = 0;
        covered[10..12].Clear();
        covered.Slice(headerLength + AuthenticationHeader.IcvOffset, AuthenticationHeader.IcvLength).Clear();

        Span<byte> whole = stackalloc byte[HMACMD5.HashSizeInBytes];
#pragma warning disable CA5351 // AH in VRRPv2 is HMAC-MD5-96 and nothing else; the documentation calls it legacy.
        HMACMD5.HashData(password.Bytes, covered, whole);
#pragma warning restore CA5351
        whole[..AuthenticationHeader.IcvLength].CopyTo(icv);
    }
}
