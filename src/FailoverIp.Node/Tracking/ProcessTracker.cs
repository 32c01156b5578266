using FailoverIp.Vrrp;
using Microsoft.Extensions.Logging;

namespace FailoverIp.Node;

/// <summary>Counts processes once a second; a change counts when it has lasted for its delay.</summary>
internal sealed class ProcessTracker(ProcessTrackerOptions options, ProcessScan scan, TimeProvider clock, ILogger logger) : Tracker(options, clock, logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    protected override TimeSpan Patience => ProcessScan.Timeout + TimeSpan.FromSeconds(1);

    protected override TrackerReading? Before => TrackerReading.Unwell;

    protected override async Task RunAsync(CancellationToken cancellationToken)
    {
        var match = new ProcessMatch(options);
        bool? told = null;
        long? differsSince = null;
        while (true)
        {
            if (await CountAsync(match, cancellationToken).ConfigureAwait(false) is not { } count)
            {
                (told, differsSince) = (false, null);
                Tell(TrackerReading.Unwell, $"the processes could not be read within {ProcessScan.Timeout.TotalSeconds:0} s");
                await PauseAsync(Interval, cancellationToken).ConfigureAwait(false);
                continue;
            }
            var isWell = count >= options.Quorum && count <= (options.QuorumMax ?? int.MaxValue);
            if (isWell == told || told is null)
                differsSince = null;
            else
                differsSince ??= Clock.GetTimestamp();
            var delay = count < options.Quorum ? options.TerminateDelay : options.ForkDelay;
            if (told is null || (differsSince is { } since && Clock.GetElapsedTime(since) >= delay))
                (told, differsSince) = (isWell, null);
            Tell(told.Value ? TrackerReading.Well : TrackerReading.Unwell, Words(count));
            await PauseAsync(Interval, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>How many there are; null where that cannot be found out now.</summary>
    private async Task<int?> CountAsync(ProcessMatch match, CancellationToken cancellationToken)
    {
        try
        {
            return (await scan.ReadAsync(cancellationToken).ConfigureAwait(false)).Count(match.Fits);
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    private string Words(int count) => options.QuorumMax is { } most
        ? $"{count} of {options.Process}; there have to be {options.Quorum} to {most}"
        : $"{count} of {options.Process}; there have to be {options.Quorum}";
}
