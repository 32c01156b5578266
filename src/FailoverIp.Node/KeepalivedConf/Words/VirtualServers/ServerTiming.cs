namespace FailoverIp.Node;

/// <summary>The words for when and how patiently checks are made: a virtual server, its real servers and their checks have them alike.</summary>
internal static class ServerTiming
{
    private static readonly TimeSpan Grain = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);
    private static readonly TimeSpan Endless = TimeSpan.FromDays(10_000_000);
    private const long MostRetries = 1_000_000;

    /// <param name="block">The block.</param>
    /// <param name="context">Hears what is wrong.</param>
    /// <param name="node">What the words are written to.</param>
    /// <param name="isCheck">Whether they are those of a check.</param>
    public static void AddTo(ConfBlock block, ConfContext context, Func<ConfigurationNode> node, bool isCheck)
    {
        block["delay_loop"] = line => Time(line, "DelayLoop", TimeSpan.FromMicroseconds(1), Endless);
        block["delay_before_retry"] = line => Time(line, "DelayBeforeRetry", TimeSpan.Zero, Endless);
        block["warmup"] = line => Time(line, "Warmup", TimeSpan.Zero, Endless);
        block["retry"] = line => Retry(line, context, node(), isCheck);

        void Time(ConfLine line, string key, TimeSpan least, TimeSpan most) => WriteTime(line, context, node(), key, least, most);
    }

    public static void AddConnectTimeout(ConfBlock block, ConfContext context, Func<ConfigurationNode> node) =>
        block["connect_timeout"] = line => WriteTime(line, context, node(), "ConnectTimeout", TimeSpan.FromMicroseconds(1), TimeSpan.FromMicroseconds(uint.MaxValue));

    /// <summary><c>retry</c>; for a check it may be 0, and what is wrong behind a number does not hurt it.</summary>
    public static void Retry(ConfLine line, ConfContext context, ConfigurationNode node, bool isCheck)
    {
        if (context.Integer(line, 1, isCheck ? 0 : 1, uint.MaxValue, isLenient: isCheck) is not { } count)
            return;
        if (count > MostRetries)
            context.Problems.Note(line.Location, $"{count} repetitions are {MostRetries} here");
        node.Number("Retry", Math.Min(count, MostRetries), line.Location);
    }

    private static void WriteTime(ConfLine line, ConfContext context, ConfigurationNode node, string key, TimeSpan least, TimeSpan most)
    {
        if (context.Seconds(line, 1, least, most) is not { } time)
            return;
        var shortest = key is "DelayLoop" or "ConnectTimeout" ? Grain : TimeSpan.Zero;
        var kept = time < shortest ? shortest : time > Longest ? Longest : time;
        if (kept != time)
            context.Problems.Note(line.Location, $"{line.Keyword} {line[1]} is {kept} here, the {(kept == Longest ? "longest" : "shortest")} that there is");
        node.Time(key, kept, line.Location);
    }
}
