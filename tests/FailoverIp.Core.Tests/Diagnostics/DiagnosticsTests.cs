using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using FailoverIp.Core.Tests.Support;
using FailoverIp.Simulation;
using static FailoverIp.Core.Tests.Support.ScriptedProvider;

namespace FailoverIp.Core.Tests.Diagnostics;

public sealed class DiagnosticsTests : IDisposable
{
    private readonly string _name = $"web-{Guid.NewGuid():N}";
    private readonly VirtualTimeProvider _clock = new();
    private readonly ScriptedProvider _provider;
    private readonly RouteMetrics _metrics = new();
    private readonly ListLogger _log = new();
    private readonly MeterListener _listener = new();
    private readonly ConcurrentQueue<(string Instrument, double Value, string? Outcome)> _measured = new();
    private readonly FailoverIpRouter _router;

    public DiagnosticsTests()
    {
        _provider = new(_clock);
        _router = new([new(_name, FailoverAddress.Parse("203.0.113.10"), "fake", RouteTarget.ForServer(Me))], _ => _provider, _clock, _metrics, _log);
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == FailoverIpDiagnostics.MeterName)
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((i, v, tags, _) => Measured(i, v, tags));
        _listener.SetMeasurementEventCallback<int>((i, v, tags, _) => Measured(i, v, tags));
        _listener.SetMeasurementEventCallback<double>((i, v, tags, _) => Measured(i, v, tags));
        _listener.Start();
    }

    public void Dispose()
    {
        _listener.Dispose();
        _metrics.Dispose();
        _log.Dispose();
    }

    [Fact]
    public async Task A_reroute_is_counted_with_its_outcome_its_writes_and_its_time()
    {
        SynchronizationContext.SetSynchronizationContext(null);
        _provider.OnWrite = (n, _) => n == 1 ? Fail<Reroute>(FailoverErrorKind.Unavailable) : null;
        var task = _router.EnsureAsync(_name);
        while (!task.IsCompleted)
            _clock.Advance(_clock.NextDue!.Value - _clock.Elapsed);
        var result = await task;

        Of("failoverip.route.ensures").ShouldBe([(1, "Rerouted")]);
        Of("failoverip.route.writes").ShouldBe([(1, "lost"), (1, "accepted")]);
        Of("failoverip.route.duration").ShouldBe([(result.Elapsed.TotalSeconds, "Rerouted")]);
        Of("failoverip.route.time_to_write").ShouldBe([(0, null)]);
    }

    [Fact]
    public async Task Failures_and_cancellations_are_outcomes_too()
    {
        _provider.OnWrite = (_, t) => Fail<Reroute>(FailoverErrorKind.Rejected);
        await Should.ThrowAsync<FailoverIpException>(() => _router.EnsureAsync(_name));
        _provider.OnWrite = (_, t) => Hang<Reroute>(t);
        using var cancel = new CancellationTokenSource();
        var task = _router.EnsureAsync(_name, cancel.Token);
        cancel.Cancel();
        await Should.ThrowAsync<OperationCanceledException>(() => task);

        Of("failoverip.route.ensures").ShouldBe([(1, "Rejected"), (1, "Cancelled")]);
        Of("failoverip.route.writes").ShouldBe([(1, "refused"), (1, "lost")]);
    }

    [Fact]
    public async Task The_gauge_shows_what_the_last_read_showed()
    {
        await _router.ReadAsync(_name);
        _listener.RecordObservableInstruments();
        await _router.EnsureAsync(_name);
        _listener.RecordObservableInstruments();

        Of("failoverip.route.routed").ShouldBe([(0, null), (1, null)]);
    }

    [Fact]
    public async Task Spans_show_each_read_and_write_within_the_call()
    {
        ConcurrentQueue<Activity> ended = new();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == FailoverIpDiagnostics.ActivitySourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = ended.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        _provider.OnWrite = (_, _) => Fail<Reroute>(FailoverErrorKind.Rejected, "another site");

        await Should.ThrowAsync<FailoverIpException>(() => _router.EnsureAsync(_name));

        var spans = ended.Where(a => Equals(a.GetTagItem("failoverip.name"), _name)).ToList();
        spans.Select(s => s.OperationName).ShouldBe(["read", "write", "ensure"]);
        spans.Select(s => s.Status).ShouldBe([ActivityStatusCode.Unset, ActivityStatusCode.Error, ActivityStatusCode.Error]);
        spans[..2].ShouldAllBe(s => s.ParentSpanId == spans[2].SpanId);
        (spans[2].GetTagItem("error.type"), spans[2].StatusDescription, spans[2].GetTagItem("failoverip.address")).ShouldBe(("Rejected", "another site", "203.0.113.10/32"));
    }

    [Fact]
    public async Task The_log_tells_what_was_written_and_why_it_ended()
    {
        await _router.EnsureAsync(_name);
        _provider.Owner = Peer;
        _provider.OnWrite = (_, _) => Fail<Reroute>(FailoverErrorKind.Rejected, "another site");
        await Should.ThrowAsync<FailoverIpException>(() => _router.EnsureAsync(_name));

        _log.Lines.Select(l => l.Text).ShouldBe([
            $"{_name}: 203.0.113.10/32 is to be routed to {Me}, its owner is {Peer}: write 1",
            $"{_name}: 203.0.113.10/32 is routed to {Me} (Rerouted, writes 1, 0 ms)",
            $"{_name}: 203.0.113.10/32 is to be routed to {Me}, its owner is {Peer}: write 1",
            $"{_name}: 203.0.113.10/32 was not routed (Rejected: another site; writes 1)",
        ]);
    }

    private void Measured(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        string? name = null, outcome = null;
        foreach (var (key, tag) in tags)
            (name, outcome) = key == "name" ? (tag as string, outcome) : (name, tag as string);
        if (name == _name)
            _measured.Enqueue((instrument.Name, value, outcome));
    }

    private List<(double Value, string? Outcome)> Of(string instrument) => [.. _measured.Where(m => m.Instrument == instrument).Select(m => (m.Value, m.Outcome))];
}
