namespace FailoverIp.Vrrp;

/// <summary>
/// The sequence of a sender's trailers: each is after the last one (RFC 1982), also where two are taken in one instant or the clock steps back. The value
/// is that on the wire: 32 bits of seconds since 1970, 16 bits of 1/65536 s, a counter of 16 bits. One for all adverts of a virtual router.
/// </summary>
public sealed class VrrpHmacSequence
{
    private readonly long _windowSeconds;
    private ulong _last;
    private bool _hasLast;

    /// <summary>Creates a sequence.</summary>
    /// <param name="window">
    /// The time window of the receivers; null where they compare sequences alone. A clock that steps back by more than it is followed, as receivers would
    /// call everything from the time it has left stale; without a window the sequence never goes back.
    /// </param>
    /// <param name="last">The last sequence of an earlier run, where one was kept. Without it the clock must be ahead of what was sent then.</param>
    public VrrpHmacSequence(TimeSpan? window, ulong? last = null)
    {
        _windowSeconds = window is { } w ? (long)w.TotalSeconds : long.MaxValue;
        (_last, _hasLast) = (last.GetValueOrDefault(), last.HasValue);
    }

    /// <summary>The last one that was taken; null where there is none.</summary>
    public ulong? Last => _hasLast ? _last : null;

    /// <summary>Takes the next one.</summary>
    /// <param name="now">The wall clock.</param>
    public ulong Next(DateTimeOffset now)
    {
        var clock = At(now);
        var behind = unchecked((long)(_last - clock));
        if (!_hasLast || behind < 0 || behind >> 32 > _windowSeconds)
            _last = clock;
        else
            _last = unchecked(_last + 1);
        _hasLast = true;
        return _last;
    }

    /// <summary>The sequence of an instant, with a counter of 0.</summary>
    internal static ulong At(DateTimeOffset now)
    {
        var ticks = now.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks;
        var (seconds, rest) = Math.DivRem(ticks, TimeSpan.TicksPerSecond);
        return unchecked(((ulong)(uint)seconds << 32) | ((ulong)(rest * 0x1_0000 / TimeSpan.TicksPerSecond) << 16));
    }
}
