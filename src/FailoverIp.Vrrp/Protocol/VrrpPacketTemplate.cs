using System.Buffers.Binary;

namespace FailoverIp.Vrrp;

/// <summary>
/// One advert to one destination, built once and made ready in place for each sending, without allocation: the whole packet with its IPv4 or IPv6 header, as a
/// raw socket takes it (IP_HDRINCL, IPV6_HDRINCL). Used by one thread.
/// </summary>
internal sealed class VrrpPacketTemplate
{
    private readonly byte[] _packet;
    private readonly int _messageStart;
    private readonly VrrpPacketContext _context;
    private readonly VrrpHmacKey? _key;
    private readonly VrrpPassword? _ahPassword;

    private VrrpPacketTemplate(byte[] packet, int messageStart, VrrpPacketRecipe recipe)
    {
        (_packet, _messageStart, _context) = (packet, messageStart, recipe.Context);
        _key = recipe.Authentication == VrrpAuthenticationKind.Hmac ? recipe.Key : null;
        _ahPassword = recipe.Authentication == VrrpAuthenticationKind.Ah ? recipe.Password : null;
    }

    /// <summary>True where each sending needs a sequence of its own: HMAC and AH.</summary>
    public bool NeedsSequence => _key is not null || _ahPassword is not null;

    /// <summary>Builds the packet.</summary>
    /// <exception cref="ArgumentException">The recipe asks for what there is not, such as a password in VRRPv3.</exception>
    public static VrrpPacketTemplate Build(VrrpPacketRecipe recipe)
    {
        Check(recipe);
        var context = recipe.Context;
        var isAh = recipe.Authentication == VrrpAuthenticationKind.Ah;
        var ipHeader = context.IsIPv6 ? IPv6Header.Length : IPv4Header.Length;
        var start = ipHeader + (isAh ? AuthenticationHeader.Length : 0);
        var count = recipe.Addresses.Length / (context.IsIPv6 ? 16 : 4);
        var message = VrrpAdvertisement.LengthOf((int)recipe.Version, context.IsIPv6, count);
        var packet = new byte[start + message + (recipe.Authentication == VrrpAuthenticationKind.Hmac ? VrrpHmacTrailer.Length : 0)];

        WriteMessage(packet.AsSpan(start, message), recipe);
        if (isAh)
            AuthenticationHeader.Write(packet.AsSpan(ipHeader), (uint)context.Source, sequenceNumber: 0);
        // The kernel numbers IPv4 packets whose identification is 0 (raw(7), IP_HDRINCL).
        if (context.IsIPv6)
        {
            IPv6Header.Write(packet, context.Source, context.Destination, packet.Length - ipHeader, context.TimeToLive);
        }
        else
        {
            IPv4Header.Write(
                packet, (uint)context.Source, (uint)context.Destination, identification: 0, packet.Length - ipHeader, context.TimeToLive,
                (byte)(isAh ? AuthenticationHeader.IPProtocol : VrrpAdvertisement.IPProtocol));
        }
        return new(packet, start, recipe);
    }

    /// <summary>Makes the packet ready to be sent once more.</summary>
    /// <param name="sequence">
    /// With HMAC from <see cref="VrrpHmacSequence.Next"/>, with AH from <see cref="AhAssociation.Next"/>: one for all destinations of an advert. Otherwise it has no
    /// meaning.
    /// </param>
    /// <returns>The packet, valid until the next call.</returns>
    public ReadOnlySpan<byte> Prepare(ulong sequence)
    {
        if (_key is not null)
            VrrpHmacTrailer.Write(_packet.AsSpan(_messageStart), in _context, _key, sequence);
        else if (_ahPassword is not null)
            Authenticate((uint)sequence, _ahPassword);
        return _packet;
    }

    /// <summary>Gives the advert another priority, from the next <see cref="Prepare"/> on; without authentication by sequence at once.</summary>
    public void SetPriority(byte priority) => VrrpAdvertisementWriter.SetPriority(_packet.AsSpan(_messageStart), priority);

    private void Authenticate(uint sequence, VrrpPassword password)
    {
        // The ICV covers the identification, which the kernel would fill in later where it is 0.
        IPv4Header.SetIdentification(_packet, (ushort)sequence == 0 ? (ushort)1 : (ushort)sequence);
        var header = _packet.AsSpan(IPv4Header.Length);
        BinaryPrimitives.WriteUInt32BigEndian(header[8..], sequence);
        AhDigest.Compute(
            _packet, IPv4Header.Length, password, coversTtl: _context.IsMulticast, header.Slice(AuthenticationHeader.IcvOffset, AuthenticationHeader.IcvLength));
    }

    private static void WriteMessage(Span<byte> message, VrrpPacketRecipe recipe)
    {
        var addresses = recipe.Addresses.Span;
        var (ticks, id, priority) = (recipe.AdvertisementInterval.Ticks, recipe.VirtualRouterId, recipe.Priority);
        if (recipe.Version == VrrpVersion.V3)
            VrrpAdvertisementWriter.WriteV3(message, id, priority, (int)(ticks / (10 * TimeSpan.TicksPerMillisecond)), addresses, recipe.Context, recipe.Checksum);
        else if (recipe.Authentication == VrrpAuthenticationKind.Ah)
            VrrpAdvertisementWriter.WriteV2(message, id, priority, (int)(ticks / TimeSpan.TicksPerSecond), addresses, VrrpAdvertisementWriter.AuthenticationHeaderType, default);
        else
            VrrpAdvertisementWriter.WriteV2(message, id, priority, (int)(ticks / TimeSpan.TicksPerSecond), addresses, recipe.Password);
    }

    private static void Check(VrrpPacketRecipe recipe)
    {
        var kind = recipe.Authentication;
        if (recipe.Version == VrrpVersion.V2 && recipe.Context.IsIPv6)
            throw new ArgumentException("VRRPv2 is for IPv4", nameof(recipe));
        var hasPassword = kind is VrrpAuthenticationKind.Pass or VrrpAuthenticationKind.Ah;
        if (hasPassword && recipe.Version != VrrpVersion.V2)
            throw new ArgumentException("only VRRPv2 has passwords and authentication headers", nameof(recipe));
        if (hasPassword == recipe.Password is null)
            throw new ArgumentException("a password belongs to PASS and AH", nameof(recipe));
        if ((kind == VrrpAuthenticationKind.Hmac) == recipe.Key is null)
            throw new ArgumentException("a key belongs to HMAC", nameof(recipe));
    }
}
