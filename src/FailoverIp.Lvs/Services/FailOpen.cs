namespace FailoverIp.Lvs;

/// <summary>The arithmetic of <see cref="VirtualServerOptions.MaxUnavailable"/>.</summary>
internal static class FailOpen
{
    /// <summary>How many of <paramref name="count"/> real servers may be out at once: the share, rounded down.</summary>
    /// <remarks>A share that was written as a decimal fraction is taken for what was meant: 0.3 of 10 are 3, not 2.</remarks>
    public static int Limit(double? share, int count) => share is { } s ? (int)Math.Floor(Math.Round(s * count, 6)) : count;
}
