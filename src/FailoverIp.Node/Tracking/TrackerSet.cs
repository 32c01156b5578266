using System.Collections.Immutable;
using FailoverIp.Vrrp;
using Microsoft.Extensions.Logging;

namespace FailoverIp.Node;

/// <summary>The trackers of a node; each runs by itself. Starting, changing and ending come from one caller at a time.</summary>
internal sealed class TrackerSet(IVrrpEngine engine, IServiceProvider services, TimeProvider clock, ILogger logger)
{
    private ImmutableArray<Tracker> _running = [];

    public ImmutableArray<TrackerStatus> GetStatus() => [.. _running.Select(t => t.Status)];

    /// <summary>Goes over to these trackers: what is the same runs on with its reading, the others end and begin.</summary>
    public async Task ApplyAsync(ImmutableArray<TrackerOptions> trackers)
    {
        var before = _running;
        var ended = before.Where(t => !trackers.Contains(t.Options)).ToList();
        // Ended first: a tracker that begins anew under the same name must have the last word.
        await Task.WhenAll(ended.Select(t => t.DisposeAsync().AsTask())).ConfigureAwait(false);
        var begun = new List<Tracker>();
        _running = [.. trackers.Select(o => before.FirstOrDefault(t => t.Options == o) ?? Begin(o, begun))];
        foreach (var tracker in begun)
            tracker.Start(engine.SetTracker);
        // One that was tracked and is not looked at any more must not hold a router in Fault.
        foreach (var gone in ended.Where(e => !trackers.Any(o => o.Tracker == e.Options.Tracker)))
            engine.SetTracker(gone.Options.Tracker, TrackerReading.Well);
    }

    public Task StopAsync()
    {
        var running = _running;
        return Task.WhenAll(running.Select(t => t.DisposeAsync().AsTask()));
    }

    private Tracker Begin(TrackerOptions options, List<Tracker> begun)
    {
        begun.Add(options switch
        {
            ScriptTrackerOptions script => new ScriptTracker(script, clock, logger),
            FileTrackerOptions file => new FileTracker(file, clock, logger),
            ProcessTrackerOptions process => new ProcessTracker(process, ProcessTable.Read, clock, logger),
            HealthCheckTrackerOptions check => new HealthCheckTracker(check, services, clock, logger),
            _ => throw new ArgumentException($"trackers of the kind '{options.Kind}' are not known", nameof(options)),
        });
        return begun[^1];
    }
}
