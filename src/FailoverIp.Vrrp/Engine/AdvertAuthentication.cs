namespace FailoverIp.Vrrp;

/// <summary>What proves the adverts of one virtual router: the sequences it signs with, and what it has accepted from others. Used by the engine's thread.</summary>
internal sealed class AdvertAuthentication
{
    private readonly VirtualRouterOptions _options;
    private readonly VrrpHmacSequence? _sequence;
    private readonly VrrpHmacVerifier? _verifier;
    private readonly AhAssociation? _association;

    public AdvertAuthentication(VirtualRouterOptions options, DateTimeOffset now)
    {
        _options = options;
        if (options.Hmac is { } hmac)
        {
            _sequence = new(hmac.WindowFor(options.AdvertisementInterval));
            _verifier = new(hmac, options.AdvertisementInterval, [.. options.UnicastPeers.Select(p => p.Address)]);
        }
        // Unix seconds: after a restart the numbers go on above those of before, at up to one advert a second.
        if (options is { UseAuthenticationHeader: true, Password: { } password })
            _association = new(password, unchecked((uint)now.ToUnixTimeSeconds()));
    }

    /// <summary>Goes on above the sequence numbers that were sent before, where those are ahead of the clock. Those of HMAC are the clock's.</summary>
    public void Resume(uint last) => _association?.Resume(last);

    /// <summary>The last sequence number of an authentication header, sent or heard; 0 where there is none.</summary>
    public uint LastSequence => _association?.Last ?? 0;

    /// <summary>True where a trailer is looked for behind the message.</summary>
    public bool HasTrailer => _verifier is not null;

    /// <summary>What authenticates the adverts that are sent, or those that are received.</summary>
    public static VrrpAuthenticationKind KindOf(VirtualRouterOptions options, bool isSent) =>
        options.Hmac is { } hmac && (hmac.Signs || !isSent) ? VrrpAuthenticationKind.Hmac
        : options.Password is null ? VrrpAuthenticationKind.None
        : options.UseAuthenticationHeader ? VrrpAuthenticationKind.Ah
        : VrrpAuthenticationKind.Pass;

    /// <summary>The sequence of the next advert, one for all its destinations; 0 where there is none.</summary>
    public ulong Next(TimeProvider wallClock) =>
        _sequence is not null ? _sequence.Next(wallClock.GetUtcNow()) : _association?.Next() ?? 0;

    /// <summary>Whether an advert of this virtual router proves itself as its options ask.</summary>
    /// <param name="advert">The advert.</param>
    /// <param name="payload">The message with its trailer.</param>
    /// <param name="context">Where it came from.</param>
    /// <param name="ip">The packet that carried it, where that was IPv4.</param>
    /// <param name="wallClock">Tells the time of day, for the window of signed adverts.</param>
    public bool Accepts(in VrrpAdvertisement advert, ReadOnlySpan<byte> payload, in VrrpPacketContext context, in IPv4Packet ip, TimeProvider wallClock)
    {
        if (_verifier is not null)
            return _verifier.Verify(payload, in context, wallClock.GetUtcNow()).IsAccepted();
        var isAh = ip.Protocol == AuthenticationHeader.IPProtocol;
        if (_association is not null)
            return isAh && advert.AuthenticationType == VrrpAdvertisementWriter.AuthenticationHeaderType && _association.Verify(in ip).IsAccepted();
        if (isAh)
            return false;
        if (_options.Version != VrrpVersion.V2)
            return true;
        return _options.Password is { } password
            ? advert.AuthenticationType == VrrpAdvertisementWriter.PasswordType && password.Matches(advert.AuthenticationData)
            : advert.AuthenticationType == VrrpAdvertisementWriter.NoAuthenticationType;
    }
}
