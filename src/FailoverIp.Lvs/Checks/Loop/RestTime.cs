namespace FailoverIp.Lvs.Loop;

/// <summary>
/// How long the thread of the checks rests after each round: not at all while there is little to do, up to 40 ms where a thousand checks begin a second.
/// What has gathered meanwhile is done in one go, with warm caches and one awakening; a check may take so much longer.
/// </summary>
internal struct RestTime
{
    /// <summary>The longest rest, in microseconds.</summary>
    public const uint Longest = 40_000;

    private const long Second = 1_000_000_000;
    private const uint MicrosecondsForEachPerSecond = 40;

    private long _since;
    private int _begun;

    /// <summary>The rest, in microseconds; 0: none.</summary>
    public uint Microseconds { get; private set; }

    /// <summary>Takes note that so many checks have begun; every second the rest is worked out anew.</summary>
    public void Count(int begun, long now)
    {
        _begun += begun;
        var elapsed = now - _since;
        if (elapsed < Second)
            return;
        Microseconds = (uint)Math.Min(Longest, _begun * (double)Second / elapsed * MicrosecondsForEachPerSecond);
        if (Microseconds < 1000)
            Microseconds = 0; // not worth the system call
        _begun = 0;
        _since = now;
    }
}
