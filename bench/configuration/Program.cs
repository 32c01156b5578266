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

var folder = Directory.CreateTempSubdirectory("failoverip-bench-");
try
{
    Measure("failoverip.json", Path.Combine(folder.FullName, "large.json"), Large.Json(), file => NodeConfiguration.Load(file));
}
finally
{
    folder.Delete(recursive: true);
}

static void Measure(string name, string file, string text, Func<string, NodeConfiguration> load)
{
    File.WriteAllText(file, text);
    var times = new List<TimeSpan>();
    NodeOptions? before = null;
    for (var i = 0; i < 12; i++)
    {
        GC.Collect();
        var watch = Stopwatch.StartNew();
        var configuration = load(file);
        if (configuration.Options is not { } options)
            throw new InvalidDataException(configuration.Problems[0].ToString());
        if (before is not null && !options.VirtualServers.SequenceEqual(before.VirtualServers))
            throw new InvalidDataException("what was read again differs");
        times.Add(watch.Elapsed);
        before = options;
    }
    var warm = times.Skip(2).Order().ToList();
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"{name} ({text.Length / 1024.0 / 1024.0:0.0} MiB): first {times[0].TotalMilliseconds:0} ms, second {times[1].TotalMilliseconds:0} ms, then {warm[warm.Count / 2].TotalMilliseconds:0} ms (median), {warm[^1].TotalMilliseconds:0} ms (worst of {warm.Count})"));
}
