using FailoverIp.Cli.Output;

namespace FailoverIp.Cli.Demo;

/// <summary>What happened, in order, with the time since the start.</summary>
/// <param name="time">The clock.</param>
/// <param name="show">Called for each entry as it comes, one at a time; null to show nothing.</param>
internal sealed class Timeline(TimeProvider time, Action<TimelineEntry>? show)
{
    private readonly Lock _gate = new();
    private readonly List<TimelineEntry> _entries = [];
    private readonly long _start = time.GetTimestamp();

    public TimeSpan Elapsed => time.GetElapsedTime(_start);

    public IReadOnlyList<TimelineEntry> Entries
    {
        get
        {
            lock (_gate)
                return [.. _entries];
        }
    }

    /// <summary>Notes something now, and returns when that was.</summary>
    public TimeSpan Add(string who, string what)
    {
        lock (_gate)
        {
            var at = Elapsed;
            var entry = new TimelineEntry((long)at.TotalMilliseconds, who, OneLine.From(what));
            _entries.Add(entry);
            show?.Invoke(entry);
            return at;
        }
    }
}

/// <summary>One thing that happened.</summary>
/// <param name="AtMs">Milliseconds since the start.</param>
/// <param name="Who">The node, or the provider.</param>
/// <param name="What">One line.</param>
internal sealed record TimelineEntry(long AtMs, string Who, string What);
