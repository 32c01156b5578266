using System.Diagnostics;
using System.Globalization;
using FailoverIp.ConfigurationBench;
using FailoverIp.Node;

// Reads a configuration again and again, as each reload does, and compares it with the one before.
//   FILE               writes the generated configuration there, *.json or *.conf
//   --measure FILE     reads it, and prints a row
switch (args)
{
    case ["--measure", var file]:
        Measure(file);
        break;
    case [var target]:
        File.WriteAllText(target, target.EndsWith(".json", StringComparison.Ordinal) ? Large.Json() : Large.Keepalived());
        break;
    default:
        await Console.Error.WriteLineAsync("configuration: FILE, or --measure FILE");
        return 2;
}
return 0;

static void Measure(string file)
{
    var read = new List<Reading>();
    NodeConfiguration? running = null;
    for (var i = 0; i < 12; i++)
    {
        read.Add(Read(file, ref running));
        // As a node does once it runs.
        if (i == 0)
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }
    var warm = read.Skip(2).OrderBy(r => r.Elapsed).ToList();
    var median = warm[warm.Count / 2];
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"| {Path.GetFileName(file)}, {new FileInfo(file).Length / 1024.0 / 1024.0:0.0} MiB | {read[0].Elapsed.TotalMilliseconds:0} ms | {read[1].Elapsed.TotalMilliseconds:0} ms | {median.Elapsed.TotalMilliseconds:0} ms | {median.Processor.TotalMilliseconds:0} ms | {median.Collecting.TotalMilliseconds:0} ms | {median.Allocated / 1024.0 / 1024.0:0} MiB |"));
}

static Reading Read(string file, ref NodeConfiguration? running)
{
    var (allocated, collecting) = (GC.GetTotalAllocatedBytes(precise: true), GC.GetTotalPauseDuration());
    var processor = Environment.CpuUsage.TotalTime;
    var watch = Stopwatch.StartNew();
    var keepalived = file.EndsWith(".conf", StringComparison.Ordinal) ? KeepalivedConfiguration.Load(file) : null;
    var configuration = keepalived is null ? NodeConfiguration.Load(file) : NodeConfiguration.Load(keepalived, null);
    if (configuration.Options is not { } options)
        throw new InvalidDataException(configuration.Problems[0].ToString());
    var isSame = running is null || options.VirtualServers.SequenceEqual(running.Options!.VirtualServers);
    watch.Stop();
    if (!isSame)
        throw new InvalidDataException("what was read again differs");
    running = configuration; // as a node keeps it, with its section
    return new(watch.Elapsed, Environment.CpuUsage.TotalTime - processor, GC.GetTotalPauseDuration() - collecting, GC.GetTotalAllocatedBytes(precise: true) - allocated);
}

internal sealed record Reading(TimeSpan Elapsed, TimeSpan Processor, TimeSpan Collecting, long Allocated);
