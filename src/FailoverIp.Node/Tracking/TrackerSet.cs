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

    /// <summary>Begins those that do not run yet; one that has changed ends before. Those that are in no list any more run on until <see cref="EndOthersAsync"/>.</summary>
    public Task BeginAsync(ImmutableArray<TrackerOptions> trackers) => BeginAsync(trackers, isReload: false, CancellationToken.None);

    /// <summary>As <see cref="BeginAsync(ImmutableArray{TrackerOptions})"/> while elections run: those that are new have looked when it returns, so that none of them takes a router down that is well.</summary>
    public Task BeginAndLookAsync(ImmutableArray<TrackerOptions> trackers, CancellationToken cancellationToken) => BeginAsync(trackers, isReload: true, cancellationToken);

    /// <summary>Ends all others. One that nobody looks at any more counts as well.</summary>
    public async Task EndOthersAsync(ImmutableArray<TrackerOptions> trackers)
    {
        var others = _running.Where(t => !trackers.Contains(t.Options)).ToList();
        _running = [.. trackers.Select(o => _running.First(t => t.Options == o))];
        await EndAsync(others).ConfigureAwait(false);
        foreach (var other in others)
            engine.SetTracker(other.Options.Tracker, TrackerReading.Well);
    }

    public Task StopAsync() => EndAsync(_running);

    private async Task BeginAsync(ImmutableArray<TrackerOptions> trackers, bool isReload, CancellationToken cancellationToken)
    {
        var changed = _running.Where(t => !trackers.Contains(t.Options) && trackers.Any(o => o.Tracker == t.Options.Tracker)).ToList();
        await EndAsync(changed).ConfigureAwait(false);
        var kept = _running.Except(changed).ToList();
        var begun = trackers.Where(o => !kept.Exists(t => t.Options == o)).Select(Create).ToList();
        _running = [.. kept, .. begun];
        var isSuccessor = begun.ToLookup(b => changed.Exists(c => c.Options.Tracker == b.Options.Tracker));
        foreach (var tracker in begun)
            tracker.Start(engine.SetTracker, isQuiet: isReload || isSuccessor[true].Contains(tracker));
        if (isReload)
            await Task.WhenAll(isSuccessor[false].Select(t => t.FirstLookAsync(cancellationToken))).ConfigureAwait(false);
    }

    private static Task EndAsync(IEnumerable<Tracker> trackers) => Task.WhenAll(trackers.Select(t => t.DisposeAsync().AsTask()));

    private Tracker Create(TrackerOptions options) => options switch
    {
        ScriptTrackerOptions script => new ScriptTracker(script, clock, logger),
        FileTrackerOptions file => new FileTracker(file, clock, logger),
        ProcessTrackerOptions process => new ProcessTracker(process, _processes, clock, logger),
        HealthCheckTrackerOptions check => new HealthCheckTracker(check, services, clock, logger),
        _ => throw new FailoverIpException(FailoverErrorKind.Configuration, $"trackers of the kind '{options.Kind}' are not known"),
    };
}
