namespace FailoverIp.Vrrp.Exhaustion;

/// <summary>Random numbers that are the same for a seed on every runtime (SplitMix64).</summary>
internal struct Dice(long seed)
{
    private ulong _state = (ulong)seed;

    public ulong Next()
    {
        var z = _state += 0x9E37_79B9_7F4A_7C15;
        z = (z ^ (z >> 30)) * 0xBF58_476D_1CE4_E5B9;
        z = (z ^ (z >> 27)) * 0x94D0_49BB_1331_11EB;
        return z ^ (z >> 31);
    }

    /// <summary>From 0 to <paramref name="count"/> − 1.</summary>
    public int Below(int count) => (int)(Next() % (uint)count);

    /// <summary>From 0 to <paramref name="length"/> − 1.</summary>
    public long Below(long length) => length <= 0 ? 0 : (long)(Next() % (ulong)length);

    /// <summary>True so many times in a hundred.</summary>
    public bool Percent(int chance) => Below(100) < chance;

    public T Of<T>(params ReadOnlySpan<T> values) => values[Below(values.Length)];
}
