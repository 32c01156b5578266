using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace FailoverIp;

/// <summary>The instruments of <see cref="FailoverIpDiagnostics.MeterName"/>.</summary>
internal sealed class RouteMetrics : IDisposable
{
    private readonly Meter _meter;
    private readonly Counter<long> _ensures;
    private readonly Counter<long> _writes;
    private readonly Histogram<double> _duration;
    private readonly Histogram<double> _timeToWrite;
    private readonly ConcurrentDictionary<string, int> _routed = new();

    public RouteMetrics(IMeterFactory? factory = null)
    {
        _meter = factory?.Create(FailoverIpDiagnostics.MeterName) ?? new Meter(FailoverIpDiagnostics.MeterName);
        _ensures = _meter.CreateCounter<long>("failoverip.route.ensures", "{call}", "Calls that made sure of a route, by their outcome");
        _writes = _meter.CreateCounter<long>("failoverip.route.writes", "{write}", "Reroutes sent to a provider, by what became of them");
        _duration = _meter.CreateHistogram<double>("failoverip.route.duration", "s", "From the call to the verified route, or to the failure");
        _timeToWrite = _meter.CreateHistogram<double>("failoverip.route.time_to_write", "s", "From the call to the first reroute sent");
        _meter.CreateObservableGauge("failoverip.route.routed", Routed, "{address}", "1 where the last read showed the target as owner");
    }

    public void Ensured(FailoverRoute route, string outcome, TimeSpan elapsed)
    {
        KeyValuePair<string, object?> name = new("name", route.Name), how = new("outcome", outcome);
        _ensures.Add(1, name, how);
        _duration.Record(elapsed.TotalSeconds, name, how);
    }

    public void Written(FailoverRoute route, string outcome) => _writes.Add(1, new("name", route.Name), new("outcome", outcome));

    public void FirstWrite(FailoverRoute route, TimeSpan elapsed) => _timeToWrite.Record(elapsed.TotalSeconds, new KeyValuePair<string, object?>("name", route.Name));

    public void Read(FailoverRoute route, bool routed) => _routed[route.Name] = routed ? 1 : 0;

    public void Dispose() => _meter.Dispose();

    private IEnumerable<Measurement<int>> Routed() => _routed.Select(r => new Measurement<int>(r.Value, new KeyValuePair<string, object?>("name", r.Key)));
}
