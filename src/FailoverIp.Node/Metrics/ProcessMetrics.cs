using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace FailoverIp.Node;

/// <summary>What Prometheus' client libraries tell of every process, under their names.</summary>
internal static class ProcessMetrics
{
    private const string OpenFiles = "/proc/self/fd";

    private static readonly DateTimeOffset Started = StartTime();

    public static void WriteTo(StringBuilder text)
    {
        if (!OperatingSystem.IsLinux())
            return;
        Write(text, "process_cpu_seconds_total", "counter", "Total user and system CPU time spent in seconds", Environment.CpuUsage.TotalTime.TotalSeconds);
        Write(text, "process_resident_memory_bytes", "gauge", "Resident memory size in bytes", Environment.WorkingSet);
        Write(text, "process_open_fds", "gauge", "Number of open file descriptors", Directory.EnumerateFileSystemEntries(OpenFiles).Count());
        Write(text, "process_start_time_seconds", "gauge", "Start time of the process since 1970 in seconds", Started.ToUnixTimeMilliseconds() / 1000.0);
    }

    private static DateTimeOffset StartTime()
    {
        using var self = Process.GetCurrentProcess();
        return new(self.StartTime.ToUniversalTime());
    }

    private static void Write(StringBuilder text, string name, string type, string help, double value) =>
        text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} {type}\n{name} {value.ToString("R", CultureInfo.InvariantCulture)}\n");
}
