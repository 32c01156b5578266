using System.Diagnostics.Metrics;
using System.Text;
using FailoverIp.Lvs;

namespace FailoverIp.Node;

/// <summary>
/// Follows the meters of this node and writes what they have measured as Prometheus text (exposition format 0.0.4). Counters count from when it was made.
/// </summary>
internal sealed class PrometheusCollector : IDisposable
{
    public const string ContentType = "text/plain; version=0.0.4";

    private static readonly string[] Meters = [NodeDiagnostics.MeterName, FailoverIpDiagnostics.MeterName, LvsDiagnostics.MeterName];

    private readonly MeterListener _listener = new();
    private readonly IMeterFactory _factory;
    private readonly Lock _collecting = new();
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, MetricFamily> _families = new(StringComparer.Ordinal);

    /// <param name="factory">The factory of the application: its meters are followed, and nobody else's that may be in the process.</param>
    public PrometheusCollector(IMeterFactory factory)
    {
        _factory = factory;
        _listener.InstrumentPublished = Publish;
        _listener.SetMeasurementEventCallback<double>(static (_, value, tags, state) => ((MetricFamily)state!).Measure(value, tags));
        _listener.SetMeasurementEventCallback<long>(static (_, value, tags, state) => ((MetricFamily)state!).Measure(value, tags));
        _listener.SetMeasurementEventCallback<int>(static (_, value, tags, state) => ((MetricFamily)state!).Measure(value, tags));
        _listener.Start();
    }

    /// <summary>Everything that is known now.</summary>
    public string Collect()
    {
        lock (_collecting)
        {
            foreach (var family in Families())
                family.Begin();
            _listener.RecordObservableInstruments();
            var text = new StringBuilder();
            foreach (var family in Families())
                family.WriteTo(text);
            ProcessMetrics.WriteTo(text);
            return text.ToString();
        }
    }

    public void Dispose() => _listener.Dispose();

    private MetricFamily[] Families()
    {
        lock (_gate)
            return [.. _families.Values];
    }

    private void Publish(Instrument instrument, MeterListener listener)
    {
        if (!Meters.Contains(instrument.Meter.Name) || !ReferenceEquals(instrument.Meter.Scope, _factory))
            return;
        var kind = MetricFamily.KindOf(instrument);
        var name = PrometheusName.Of(instrument, kind);
        MetricFamily? family;
        lock (_gate)
        {
            if (!_families.TryGetValue(name, out family))
                _families.Add(name, family = new(name, instrument.Description ?? name, kind, instrument.IsObservable));
        }
        listener.EnableMeasurementEvents(instrument, family);
    }
}
