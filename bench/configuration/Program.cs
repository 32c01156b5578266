using System.Diagnostics;
using System.Globalization;
using FailoverIp.ConfigurationBench;
using FailoverIp.Node;

// Reads a configuration again and again, as each reload does, and compares it with the one before. The first argument is a file in which to write the
// generated configuration instead: *.json or *.conf.
if (args is [var target, ..])
{
    File.WriteAllText(target, target.EndsWith(".json", StringComparison.Ordinal) ? Large.Json() : Large.Keepalived());
    return;
}

Console.WriteLine("| | first reading | second | then, median of ten | of the processors |");
Console.WriteLine("|---|---|---|---|---|");
var folder = Directory.CreateTempSubdirectory("failoverip-bench-");
try
{
    Measure("failoverip.json", Path.Combine(folder.FullName, "large.json"), Large.Json(), static file => NodeConfiguration.Load(file));
    Measure("keepalived.conf", Path.Combine(folder.FullName, "large.conf"), Large.Keepalived(), static file => NodeConfiguration.Load(KeepalivedConfiguration.Load(file), null));
}
finally
{
    folder.Delete(recursive: true);
}

static void Measure(string name, string file, string text, Func<string, NodeConfiguration> load)
{
    File.WriteAllText(file, text);
    var times = new List<TimeSpan>();
    var processor = new List<TimeSpan>();
    NodeOptions? last = null;
    for (var i = 0; i < 12; i++)
    {
        GC.Collect();
        var before = Environment.CpuUsage.TotalTime;
        var watch = Stopwatch.StartNew();
        var configuration = load(file);
        if (configuration.Options is not { } options)
            throw new InvalidDataException(configuration.Problems[0].ToString());
        if (last is not null && !options.VirtualServers.SequenceEqual(last.VirtualServers))
            throw new InvalidDataException("what was read again differs");
        times.Add(watch.Elapsed);
        processor.Add(Environment.CpuUsage.TotalTime - before);
        last = options;
    }
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"| {name}, {text.Length / 1024.0 / 1024.0:0.0} MiB | {times[0].TotalMilliseconds:0} ms | {times[1].TotalMilliseconds:0} ms | {Median(times):0} ms | {Median(processor):0} ms |"));
}

static double Median(List<TimeSpan> all)
{
    var warm = all.Skip(2).Order().ToList();
    return warm[warm.Count / 2].TotalMilliseconds;
}
