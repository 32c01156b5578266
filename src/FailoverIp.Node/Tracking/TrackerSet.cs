using System.Collections.Immutable;
using FailoverIp.Vrrp;
using Microsoft.Extensions.Logging;

namespace FailoverIp.Node;

/// <summary>The trackers of a node; each runs by itself. Starting, changing and ending come from one caller at a time.</summary>
internal sealed class TrackerSet(IVrrpEngine engine, IServiceProvider services, TimeProvider clock, ILogger logger)
{
    private readonly ProcessScan _processes = new(ProcessTable.Read, clock);
    private ImmutableArray<Tracker> _running = [];

    public ImmutableArray<TrackerStatus> GetStatus() => [.. _running.Select(t => t.Status)];

    /// <summary>Begins all of them, before the elections.</summary>
    public void Begin(ImmutableArray<TrackerOptions> trackers) => Begin(trackers.Select(Create), isQuiet: false);

    /// <summary>
    /// Begins those whose names are new, while elections run: they have looked when it returns, so that none of them takes a router down that is well. Nothing that the elections
    /// depend on until now has changed; <see cref="GoOverAsync"/> goes on from here, and goes back with the trackers that were there before.
    /// </summary>
    public async Task LookAsync(ImmutableArray<TrackerOptions> trackers, CancellationToken cancellationToken)
    {
        var begun = Begin(trackers.Where(o => !_running.Any(t => t.Options.Tracker == o.Tracker)).Select(Create), isQuiet: true);
        await Task.WhenAll(begun.Select(t => t.FirstLookAsync(cancellationToken))).ConfigureAwait(false);
    }

    /// <summary>
    /// Goes over to these. Where another one of a name ran, what that one found counts until its successor has looked. One that nobody looks at any more counts as well.
    /// </summary>
    public async Task GoOverAsync(ImmutableArray<TrackerOptions> trackers)
    {
        var gone = _running.Where(t => !trackers.Contains(t.Options)).ToList();
        await Task.WhenAll(gone.Select(t => t.DisposeAsync().AsTask())).ConfigureAwait(false);
        _running = [.. _running.Except(gone)];
        Begin(trackers.Where(o => !_running.Any(t => t.Options == o)).Select(Create), isQuiet: true);
        _running = [.. trackers.Select(o => _running.First(t => t.Options == o))];
        foreach (var name in gone.Select(t => t.Options.Tracker).Except(trackers.Select(o => o.Tracker)))
            engine.SetTracker(name, TrackerReading.Well);
    }

    public Task StopAsync() => Task.WhenAll(_running.Select(t => t.DisposeAsync().AsTask()));

    private List<Tracker> Begin(IEnumerable<Tracker> trackers, bool isQuiet)
    {
        var begun = trackers.ToList();
        _running = [.. _running, .. begun];
        foreach (var tracker in begun)
            tracker.Start(engine.SetTracker, isQuiet);
        return begun;
    }

    private Tracker Create(TrackerOptions options) => options switch
    {
        ScriptTrackerOptions script => new ScriptTracker(script, clock, logger),
        FileTrackerOptions file => new FileTracker(file, clock, logger),
        ProcessTrackerOptions process => new ProcessTracker(process, _processes, clock, logger),
        HealthCheckTrackerOptions check => new HealthCheckTracker(check, services, clock, logger),
        _ => throw new FailoverIpException(FailoverErrorKind.Configuration, $"trackers of the kind '{options.Kind}' are not known"),
    };
}
