using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace FailoverIp.Core.Tests.Preparing;

public class RehearsalTests
{
    [Fact]
    public async Task A_rehearsal_ends_by_itself_and_shows_nowhere()
    {
        ConcurrentQueue<string> seen = new();
        using var meters = new MeterListener
        {
            InstrumentPublished = static (instrument, listener) =>
            {
                if (instrument.Meter.Name == FailoverIpDiagnostics.MeterName)
                    listener.EnableMeasurementEvents(instrument);
            },
        };
        meters.SetMeasurementEventCallback<long>((_, _, tags, _) => Note(tags));
        meters.SetMeasurementEventCallback<double>((_, _, tags, _) => Note(tags));
        meters.Start();
        using var spans = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == FailoverIpDiagnostics.ActivitySourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = a => seen.Enqueue($"{a.GetTagItem("failoverip.name")}"),
        };
        ActivitySource.AddActivityListener(spans);

        await Rehearsal.RunAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(20));

        seen.ShouldNotContain(Rehearsal.Route.Name);

        void Note(ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            foreach (var (_, value) in tags)
                seen.Enqueue($"{value}");
        }
    }

    [Fact]
    public async Task A_host_that_stops_ends_it() => await Rehearsal.RunAsync(new CancellationToken(true)).WaitAsync(TimeSpan.FromSeconds(20));
}
