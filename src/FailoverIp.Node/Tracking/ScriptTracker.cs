using FailoverIp.Vrrp;
using Microsoft.Extensions.Logging;

namespace FailoverIp.Node;

/// <summary>Runs a command again and again. The next run begins an interval after the last one began, and never while that still runs.</summary>
internal sealed class ScriptTracker(ScriptTrackerOptions options, TimeProvider clock, ILogger logger) : Tracker(options, clock, logger)
{
    protected override TimeSpan Patience => (options.Timeout ?? options.Interval) + TimeSpan.FromSeconds(2);

    /// <summary>A router whose script has not spoken yet must not become Active on its silence.</summary>
    protected override TrackerReading? Before => TrackerReading.Unwell;

    protected override async Task RunAsync(CancellationToken cancellationToken)
    {
        var command = new ScriptCommand(options, Clock);
        var count = new RiseAndFall(options.Rise, options.Fall, options.InitFail ? false : null);
        while (true)
        {
            var begun = Clock.GetTimestamp();
            var problem = await command.RunAsync(cancellationToken).ConfigureAwait(false);
            Tell(count.Add(problem is null) ? TrackerReading.Well : TrackerReading.Unwell, problem);
            var rest = options.Interval - Clock.GetElapsedTime(begun);
            if (rest > TimeSpan.Zero)
                await PauseAsync(rest, cancellationToken).ConfigureAwait(false);
        }
    }
}
