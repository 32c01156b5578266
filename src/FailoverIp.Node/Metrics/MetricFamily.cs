using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace FailoverIp.Node;

/// <summary>What a metric is to Prometheus.</summary>
internal enum MetricKind
{
    Counter,
    Gauge,
    Histogram,
}

/// <summary>One metric with all its series. Measurements may come from any thread.</summary>
/// <param name="name">The name, by the rules of Prometheus.</param>
/// <param name="help">What it is.</param>
/// <param name="kind">What it is to Prometheus.</param>
/// <param name="isObservable">Whether each collection tells all of it anew.</param>
internal sealed class MetricFamily(string name, string help, MetricKind kind, bool isObservable)
{
    private readonly Dictionary<string, Series> _series = new(StringComparer.Ordinal);

    public static MetricKind KindOf(Instrument instrument)
    {
        var type = instrument.GetType();
        var generic = type.IsGenericType ? type.GetGenericTypeDefinition() : type;
        if (generic == typeof(Histogram<>))
            return MetricKind.Histogram;
        return generic == typeof(Counter<>) || generic == typeof(ObservableCounter<>) ? MetricKind.Counter : MetricKind.Gauge;
    }

    /// <summary>A collection begins: what was observed in the last one, and is not any more, is gone.</summary>
    public void Begin()
    {
        if (!isObservable)
            return;
        lock (_series)
            _series.Clear();
    }

    public void Measure(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = PrometheusName.Labels(tags);
        lock (_series)
        {
            if (!_series.TryGetValue(labels, out var series))
                _series.Add(labels, series = new(kind == MetricKind.Histogram));
            if (kind == MetricKind.Histogram)
                series.Observe(value);
            else
                series.Value = kind == MetricKind.Counter && !isObservable ? series.Value + value : value;
        }
    }

    public void WriteTo(StringBuilder text)
    {
        lock (_series)
        {
            if (_series.Count == 0)
                return;
            text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {PrometheusName.Help(help)}\n# TYPE {name} {(kind switch { MetricKind.Counter => "counter", MetricKind.Histogram => "histogram", _ => "gauge" })}\n");
            foreach (var (labels, series) in _series)
            {
                if (kind == MetricKind.Histogram)
                    series.WriteHistogram(text, name, labels);
                else
                    text.Append(name).Append(labels.Length > 0 ? $"{{{labels}}}" : "").Append(' ').Append(Text(series.Value)).Append('\n');
            }
        }
    }

    private static string Text(double value) => double.IsNaN(value) ? "NaN" : double.IsInfinity(value) ? value > 0 ? "+Inf" : "-Inf" : value.ToString("R", CultureInfo.InvariantCulture);

    private sealed class Series(bool isHistogram)
    {
        // Seconds, from a check on the LAN to a provider that takes its time.
        private static readonly double[] Bounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 180];

        private readonly long[] _counts = isHistogram ? new long[Bounds.Length + 1] : [];
        private double _sum;

        public double Value { get; set; }

        public void Observe(double value)
        {
            var at = Array.FindIndex(Bounds, b => value <= b);
            _counts[at < 0 ? Bounds.Length : at]++;
            _sum += value;
        }

        public void WriteHistogram(StringBuilder text, string name, string labels)
        {
            var total = 0L;
            var more = labels.Length > 0 ? labels + "," : "";
            var all = labels.Length > 0 ? $"{{{labels}}}" : "";
            for (var i = 0; i < _counts.Length; i++)
            {
                total += _counts[i];
                text.Append(CultureInfo.InvariantCulture, $"{name}_bucket{{{more}le=\"{(i < Bounds.Length ? Text(Bounds[i]) : "+Inf")}\"}} {total}\n");
            }
            text.Append(CultureInfo.InvariantCulture, $"{name}_sum{all} {Text(_sum)}\n{name}_count{all} {total}\n");
        }
    }
}
