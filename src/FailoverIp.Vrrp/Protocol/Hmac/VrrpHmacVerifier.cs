using System.Net;
using System.Security.Cryptography;

namespace FailoverIp.Vrrp;

/// <summary>
/// Verifies the HMAC trailers that one virtual router receives, and remembers the last sequence of each sender: each known unicast peer, and the last
/// four others. Used by one thread; allocates nothing.
/// </summary>
public sealed class VrrpHmacVerifier
{
    private readonly VrrpHmacOptions _options;
    private readonly ReplayMarks _marks;
    private readonly int _windowSeconds;

    /// <summary>Creates a verifier that has heard nobody yet.</summary>
    /// <param name="options">Keys, mode and protection against replay.</param>
    /// <param name="advertisementInterval">This router's interval; the default time window follows from it.</param>
    /// <param name="peers">The unicast peers; none for multicast.</param>
    public VrrpHmacVerifier(VrrpHmacOptions options, TimeSpan advertisementInterval, IReadOnlyCollection<IPAddress>? peers = null)
        : this(options, advertisementInterval, new ReplayMarks([.. (peers ?? []).Select(VrrpPacketContext.ToNumber)]))
    {
    }

    /// <summary>Creates one for other options of the same peers. What was signed with a key that stays must not count again: its marks stay too.</summary>
    internal VrrpHmacVerifier(VrrpHmacOptions options, TimeSpan advertisementInterval, IReadOnlyCollection<IPAddress> peers, VrrpHmacVerifier? before)
        : this(options, advertisementInterval, before is not null && options.Keys.Keys.Any(before._options.Keys.Keys.Contains)
            ? before._marks
            : new([.. peers.Select(VrrpPacketContext.ToNumber)]))
    {
    }

    private VrrpHmacVerifier(VrrpHmacOptions options, TimeSpan advertisementInterval, ReplayMarks marks)
    {
        ArgumentNullException.ThrowIfNull(options);
        (_options, _marks) = (options, marks);
        Window = options.WindowFor(advertisementInterval);
        _windowSeconds = (int)Window.GetValueOrDefault().TotalSeconds;
    }

    /// <summary>The time window; null with <see cref="VrrpAntiReplay.Monotonic"/>.</summary>
    public TimeSpan? Window { get; }

    /// <summary>
    /// How far the clock of the last verified sender is ahead of this router's, in whole seconds and with the time on the way in it; negative where it is
    /// behind. More than half of <see cref="Window"/> deserves a warning, before adverts become stale.
    /// </summary>
    public TimeSpan ClockSkew { get; private set; }

    /// <summary>True where <see cref="ClockSkew"/> is more than half of the window, and more than where seconds meet on the way makes of clocks that agree.</summary>
    internal bool IsSkewed => Window is not null && Math.Abs((int)ClockSkew.TotalSeconds) is > 1 and var seconds && seconds * 2 > _windowSeconds;

    /// <summary>How far the sequence of the last message whose digest was right is ahead of this router's clock, verified or not.</summary>
    internal TimeSpan Ahead { get; private set; }

    /// <summary>Verifies one message that <see cref="VrrpAdvertisement"/> has accepted. Never throws while the keys are not disposed.</summary>
    /// <param name="payload">The IP payload: the message, and the trailer where there is one.</param>
    /// <param name="context">What the IP header says.</param>
    /// <param name="now">The wall clock.</param>
    public VrrpAuthenticationResult Verify(ReadOnlySpan<byte> payload, in VrrpPacketContext context, DateTimeOffset now)
    {
        if (!VrrpHmacTrailer.TryFind(payload, context.IsIPv6, out var trailer))
            return _options.Mode == VrrpHmacMode.Enforce ? VrrpAuthenticationResult.Missing : VrrpAuthenticationResult.Unsigned;
        if (trailer.Type != VrrpHmacTrailer.HmacSha256 || trailer.Reserved != 0)
            return VrrpAuthenticationResult.Malformed;
        if (_options.Keys[trailer.KeyId] is not { } key)
            return VrrpAuthenticationResult.UnknownKey;

        Span<byte> expected = stackalloc byte[VrrpHmacTrailer.HmacLength];
        VrrpHmacDigest.Compute(payload, in context, key, expected);
        if (!CryptographicOperations.FixedTimeEquals(expected, trailer.Hmac))
            return VrrpAuthenticationResult.BadHmac;

        var clock = VrrpHmacSequence.At(now);
        Ahead = TimeSpan.FromSeconds(SecondsAhead(trailer.Sequence, clock));
        if (!IsInWindow(trailer.Sequence, clock))
            return VrrpAuthenticationResult.Stale;
        // A mark outside the window guards nothing more: what was signed before it is stale, or one of the clocks has stepped back.
        if (_marks.TryGet(context.Source, out var mark) && IsInWindow(mark, clock) && unchecked((long)(trailer.Sequence - mark)) <= 0)
            return VrrpAuthenticationResult.Replay;

        _marks.Set(context.Source, trailer.Sequence);
        ClockSkew = Ahead;
        return VrrpAuthenticationResult.Verified;
    }

    private bool IsInWindow(ulong sequence, ulong clock) =>
        Window is null || Math.Abs((long)SecondsAhead(sequence, clock)) <= _windowSeconds;

    // The seconds wrap in 2106, and again 136 years later: the nearer way round is meant.
    private static int SecondsAhead(ulong sequence, ulong clock) => unchecked((int)((uint)(sequence >> 32) - (uint)(clock >> 32)));
}
