namespace FailoverIp.Vrrp;

/// <summary>What proves the adverts of one virtual router: the sequences it signs with, and what it has accepted from others. Used by the engine's thread.</summary>
internal sealed class AdvertAuthentication
{
    private readonly VirtualRouterOptions _options;
    private readonly VrrpHmacSequence? _sequence;
    private readonly VrrpHmacVerifier? _verifier;
    private readonly AhAssociation? _association;
    private readonly ulong? _signedBefore;
    private uint _told;

    /// <param name="options">The options of the virtual router.</param>
    /// <param name="now">The wall clock.</param>
    /// <param name="signed">The last HMAC sequence that a virtual router of this name has signed with; null for none. Peers take nothing below it, whatever the clock has done since.</param>
    public AdvertAuthentication(VirtualRouterOptions options, DateTimeOffset now, ulong? signed = null)
        : this(options, now, signed, null)
    {
    }

    /// <summary>Other options of the same virtual router: its sequences go on, and what was signed with a key that stays is not taken a second time.</summary>
    public AdvertAuthentication(VirtualRouterOptions options, DateTimeOffset now, AdvertAuthentication before)
        : this(options, now, before.LastSigned, before)
    {
    }

    private AdvertAuthentication(VirtualRouterOptions options, DateTimeOffset now, ulong? signed, AdvertAuthentication? before)
    {
        (_options, _signedBefore) = (options, signed);
        if (options.Hmac is { } hmac)
        {
            _sequence = new(hmac.WindowFor(options.AdvertisementInterval), signed);
            _verifier = new(hmac, options.AdvertisementInterval, [.. options.UnicastPeers.Select(p => p.Address)], before?._verifier);
        }
        if (options is not { UseAuthenticationHeader: true, Password: { } password })
            return;
        var association = before?._association;
        if (association?.IsOf(password) == true)
        {
            _association = association;
            return;
        }
        // Unix seconds: after a restart the numbers go on above those of before, at up to one advert a second.
        _association = new(password, unchecked((uint)now.ToUnixTimeSeconds()));
        _association.Resume(association?.Last ?? 0);
    }

    /// <summary>Goes on above the sequence numbers of authentication headers that an earlier run has sent, where those are ahead of the clock.</summary>
    public void Resume(uint last) => _association?.Resume(last);

    /// <summary>The last HMAC sequence that was signed with; null where there is none.</summary>
    public ulong? LastSigned => _sequence?.Last ?? _signedBefore;

    /// <summary>True where a trailer is looked for behind the message.</summary>
    public bool HasTrailer => _verifier is not null;

    /// <summary>What verifying the last advert has come to; null where it had only a password, or nothing, to show.</summary>
    public VrrpAuthenticationResult? Result { get; private set; }

    /// <summary>How far the clock of a sender that was just verified is ahead of ours, where that is worth a warning; null where it is not.</summary>
    public TimeSpan? Skew => Result == VrrpAuthenticationResult.Verified && _verifier is { IsSkewed: true } ? _verifier.ClockSkew : null;

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
        Result = null;
        if (_verifier is not null)
            return IsAccepted(_verifier.Verify(payload, in context, wallClock.GetUtcNow()));
        var isAh = ip.Protocol == AuthenticationHeader.IPProtocol;
        if (_association is not null)
            return isAh && advert.AuthenticationType == VrrpAdvertisementWriter.AuthenticationHeaderType && IsAccepted(_association.Verify(in ip));
        if (isAh)
            return false;
        if (_options.Version != VrrpVersion.V2)
            return true;
        return _options.Password is { } password
            ? advert.AuthenticationType == VrrpAdvertisementWriter.PasswordType && password.Matches(advert.AuthenticationData)
            : advert.AuthenticationType == VrrpAdvertisementWriter.NoAuthenticationType;
    }

    /// <summary>Why the last advert was refused, one line; null where that has been told before.</summary>
    public string? Explain()
    {
        var bit = 1u << (Result is { } result ? (int)result : 31);
        if ((_told & bit) != 0)
            return null;
        _told |= bit;
        return Result switch
        {
            VrrpAuthenticationResult.Missing => "they are not signed, and have to be",
            VrrpAuthenticationResult.Malformed => "what signs them is of another kind than ours",
            VrrpAuthenticationResult.UnknownKey when _verifier is not null => "they are signed with a key that is not configured here",
            VrrpAuthenticationResult.BadHmac when _verifier is not null => "they are signed with another key than ours by its number, or were changed on the way",
            VrrpAuthenticationResult.Stale => $"they were signed {InSeconds(_verifier!.Ahead)}, and no more than {_verifier.Window!.Value.TotalSeconds:0} s are allowed: a clock is wrong, or old ones are sent again",
            VrrpAuthenticationResult.Replay => "their sequence does not grow: the sender's clock has been put back, or old ones are sent again",
            _ => "they have another password or authentication type than ours",
        };
    }

    /// <summary>So far from our clock, for people.</summary>
    public static string InSeconds(TimeSpan ahead) => $"{Math.Abs(ahead.TotalSeconds):0} s {(ahead > TimeSpan.Zero ? "ahead of" : "behind")} our clock";

    private bool IsAccepted(VrrpAuthenticationResult result)
    {
        Result = result;
        return result.IsAccepted();
    }
}
