using System.Diagnostics.Metrics;
using FailoverIp.Lvs.Tests.Engine;
using Shouldly;
using static FailoverIp.Lvs.Tests.Samples;

namespace FailoverIp.Lvs.Tests.Diagnostics;

public class LvsMetricsTests
{
    [Fact]
    public async Task Everything_has_a_number()
    {
        await using var bench = new EngineBench();
        var measured = new Dictionary<string, List<string>>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (ReferenceEquals(instrument.Meter, bench.Engine.Meter))
                l.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((i, value, tags, _) => Note(i, value, tags));
        listener.SetMeasurementEventCallback<int>((i, value, tags, _) => Note(i, value, tags));
        listener.SetMeasurementEventCallback<double>((i, value, tags, _) => Note(i, value, tags));
        listener.Start();

        await bench.Engine.StartAsync([Service(Server(1, 3), Server(2)) with { Quorum = 2, Timing = new() { DelayLoop = TimeSpan.FromSeconds(1) } }]);
        bench.Probe(2).Answer = () => CheckResult.Fail("refused");
        await bench.Pass(2.5);
        bench.Table.Failure = "gone";
        bench.Table.Remove(Service().Key);
        await bench.Pass(60);
        listener.RecordObservableInstruments();

        measured["failoverip.lvs.real_server.up"].ShouldBe(["1 virtual_server=web real_server=10.0.0.1:80", "0 virtual_server=web real_server=10.0.0.2:80"]);
        measured["failoverip.lvs.real_server.weight"].ShouldBe(["3 virtual_server=web real_server=10.0.0.1:80", "1 virtual_server=web real_server=10.0.0.2:80"]);
        measured["failoverip.lvs.quorum"].ShouldBe(["1 virtual_server=web"]);
        measured["failoverip.lvs.live_weight"].ShouldBe(["3 virtual_server=web"]);
        measured["failoverip.lvs.problem"].ShouldBe(["0 virtual_server=web"]);
        measured["failoverip.lvs.table.problem"].ShouldBe(["1"]);
        measured["failoverip.lvs.table.writes"].ShouldBe(["4"]); // the service, two real servers, and one of them away
        measured["failoverip.lvs.checks"].ShouldBe(["62 target=10.0.0.1:80 check=Sample", "62 target=10.0.0.2:80 check=Sample"]);
        measured["failoverip.lvs.check.failures"].ShouldBe(["0 target=10.0.0.1:80 check=Sample", "62 target=10.0.0.2:80 check=Sample"]);
        measured["failoverip.lvs.check.duration"].Count.ShouldBe(124);
        measured["failoverip.lvs.check.duration"].ShouldContain("0 target=10.0.0.2:80 check=Sample passed=False");

        void Note<T>(Instrument instrument, T value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            lock (measured)
            {
                if (!measured.TryGetValue(instrument.Name, out var list))
                    measured[instrument.Name] = list = [];
                list.Add(string.Join(' ', [$"{value}", .. tags.ToArray().Select(t => $"{t.Key}={t.Value}")]));
            }
        }
    }
}
