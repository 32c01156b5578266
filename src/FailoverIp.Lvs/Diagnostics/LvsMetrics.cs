using System.Diagnostics.Metrics;

namespace FailoverIp.Lvs;

/// <summary>The instruments of <see cref="LvsDiagnostics.MeterName"/>. All but the durations are read when somebody asks, so that checks cost nothing.</summary>
internal sealed class LvsMetrics : IDisposable
{
    private readonly Meter _meter;
    private readonly Histogram<double> _duration;

    public LvsMetrics(IMeterFactory? factory, Func<LvsStatus> status, Func<IReadOnlyList<CheckRun>> checks, Func<long> writes)
    {
        _meter = factory?.Create(LvsDiagnostics.MeterName) ?? new Meter(LvsDiagnostics.MeterName);
        _duration = _meter.CreateHistogram<double>("failoverip.lvs.check.duration", "s", "From the beginning of a check to its answer");
        _meter.CreateObservableGauge("failoverip.lvs.real_server.up", () => RealServers(status(), static r => r.State == RealServerCondition.Up ? 1L : 0), "{real_server}", "1 while all checks pass");
        _meter.CreateObservableGauge("failoverip.lvs.real_server.weight", () => RealServers(status(), static r => (long)r.Weight), "{weight}", "The weight while in service");
        _meter.CreateObservableGauge("failoverip.lvs.quorum", () => Services(status(), static s => s.Quorum ? 1L : 0), "{virtual_server}", "1 while the quorum stands");
        _meter.CreateObservableGauge("failoverip.lvs.live_weight", () => Services(status(), static s => s.LiveWeight), "{weight}", "The sum of the weights in service");
        _meter.CreateObservableGauge("failoverip.lvs.problem", () => Services(status(), static s => s.Problem is null ? 0L : 1), "{virtual_server}", "1 while the kernel's table is not as it should be");
        _meter.CreateObservableCounter("failoverip.lvs.checks", () => checks().Select(static r => new Measurement<long>(r.Made, r.Tags)), "{check}", "Checks made");
        _meter.CreateObservableCounter("failoverip.lvs.check.failures", () => checks().Select(static r => new Measurement<long>(r.Failed, r.Tags)), "{check}", "Checks that failed, with those that are repeated");
        _meter.CreateObservableCounter("failoverip.lvs.table.writes", writes, "{request}", "Changes that the kernel was asked for");
        _meter.CreateObservableGauge("failoverip.lvs.table.problem", () => status().Problem is null ? 0 : 1, "{table}", "1 while the kernel's table cannot be used");
    }

    public Meter Meter => _meter;

    public void Checked(CheckRun run, TimeSpan duration, bool passed)
    {
        if (!_duration.Enabled)
            return;
        try
        {
            _duration.Record(duration.TotalSeconds, run.Tags[0], run.Tags[1], new("passed", passed));
        }
        catch (Exception)
        {
            // A listener that throws must not end a check.
        }
    }

    public void Dispose() => _meter.Dispose();

    private static IEnumerable<Measurement<long>> Services(LvsStatus status, Func<VirtualServerStatus, long> value) =>
        status.VirtualServers.Select(s => new Measurement<long>(value(s), new KeyValuePair<string, object?>("virtual_server", s.Name)));

    private static IEnumerable<Measurement<long>> RealServers(LvsStatus status, Func<RealServerStatus, long> value) =>
        from s in status.VirtualServers
        from r in s.RealServers
        select new Measurement<long>(value(r), new("virtual_server", s.Name), new KeyValuePair<string, object?>("real_server", r.Address.ToString()));
}
