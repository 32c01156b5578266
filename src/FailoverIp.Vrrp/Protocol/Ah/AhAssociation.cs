using System.Security.Cryptography;

namespace FailoverIp.Vrrp;

/// <summary>
/// The authentication headers of one virtual router, sent and received (the security associations of RFC 4302, all with one key). Used by one thread;
/// allocates nothing.
/// </summary>
/// <remarks>
/// keepalived compares what it receives with one counter, its own: it adopts a higher number and drops any other. So <see cref="Next"/> goes on above
/// whatever was heard. What is received is compared with the last of that sender alone: two routers that are Active at once and send the same number at the
/// same time would drop each other's adverts for good.
/// </remarks>
internal sealed class AhAssociation(VrrpPassword password, uint? last = null)
{
    private readonly ReplayMarks _marks = new();
    private uint? _last = last;

    /// <summary>The highest sequence number sent or heard; null where there is none.</summary>
    public uint? Last => _last;

    /// <summary>Whether it is of this password.</summary>
    public bool IsOf(VrrpPassword other) => password.Equals(other);

    /// <summary>Goes on above a number of an earlier run, where that is the greater one.</summary>
    public void Resume(uint last) => _last = Math.Max(_last.GetValueOrDefault(), last);

    /// <summary>
    /// Takes the next sequence number. A run that begins below the last one of an earlier run is not heard by peers that remember it: begin with the seconds
    /// since 1970, say, which grow at least as fast as adverts of VRRPv2 are sent.
    /// </summary>
    public uint Next()
    {
        var next = unchecked(_last.GetValueOrDefault() + 1);
        _last = next == 0 ? 1 : next;
        return _last.Value;
    }

    /// <summary>Verifies one packet of IP protocol 51 and remembers its number. Never throws.</summary>
    public VrrpAuthenticationResult Verify(in IPv4Packet packet)
    {
        if (packet.Protocol != AuthenticationHeader.IPProtocol)
            return VrrpAuthenticationResult.Missing;
        if (!AuthenticationHeader.TryRead(packet.Payload, out var header) || packet.Bytes.Length > AhDigest.MaxPacketLength)
            return VrrpAuthenticationResult.Malformed;
        if (header.SecurityParametersIndex != packet.Source)
            return VrrpAuthenticationResult.UnknownKey;

        // The other way of treating the TTL is that of the RFC for multicast, and of a sender that covers it always for unicast.
        var likely = packet.Context.IsMulticast;
        if (!HasIcv(in packet, in header, coversTtl: likely) && !HasIcv(in packet, in header, coversTtl: !likely))
            return VrrpAuthenticationResult.BadHmac;

        var number = header.SequenceNumber;
        if (_marks.TryGet(packet.Source, out var mark) && !IsAfter(number, (uint)mark))
            return VrrpAuthenticationResult.Replay;
        _marks.Set(packet.Source, number);
        if (_last is not { } highest || IsAfter(number, highest))
            _last = number;
        return VrrpAuthenticationResult.Verified;
    }

    private bool HasIcv(in IPv4Packet packet, in AuthenticationHeader header, bool coversTtl)
    {
        Span<byte> expected = stackalloc byte[AuthenticationHeader.IcvLength];
        AhDigest.Compute(packet.Bytes, packet.HeaderLength, password, coversTtl, expected);
        return CryptographicOperations.FixedTimeEquals(expected, header.Icv);
    }

    // Serial numbers (RFC 1982): after 0xFFFFFFFF comes 1.
    private static bool IsAfter(uint number, uint other) => unchecked((int)(number - other)) > 0;
}
