using System.Diagnostics;

namespace FailoverIp.IpvsBench;

/// <summary>Milliseconds of the repetitions of one thing.</summary>
internal sealed class Series
{
    private readonly List<double> _values = [];

    public double First => _values[0];

    public double Last => _values[^1];

    public double Median => _values.Order().ElementAt(_values.Count / 2);

    public void Measure(Action action)
    {
        GC.Collect();
        var start = Stopwatch.GetTimestamp();
        action();
        _values.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
    }

    public void Row(string name) => Console.WriteLine($"| {name} | {Text(Median)} | {Text(_values.Min())} | {Text(_values.Max())} |");

    private static string Text(double milliseconds) => milliseconds < 10 ? $"{milliseconds:0.00} ms" : $"{milliseconds:0} ms";
}
