using System.Globalization;
using Microsoft.Extensions.Logging;

namespace FailoverIp.Cli.Logging;

/// <summary>
/// Whether standard error leads into systemd's journal, which notes the time of each line by itself and reads its priority from <c>&lt;N&gt;</c> at its beginning
/// (sd-daemon(3)).
/// </summary>
internal static class Journal
{
    private const string Variable = "JOURNAL_STREAM";

    private static readonly Lazy<bool> Hears = new(() => IsStream(Environment.GetEnvironmentVariable(Variable), TargetOfStandardError()));

    /// <summary>True where it does. The variable alone does not say so: whoever redirects standard error leaves it as it is.</summary>
    public static bool HearsStandardError => Hears.Value;

    /// <summary>What a line of this level begins with: the priorities of syslog(3).</summary>
    public static string Prefix(LogLevel level) => level switch
    {
        LogLevel.Trace or LogLevel.Debug => "<7>",
        LogLevel.Information => "<6>",
        LogLevel.Warning => "<4>",
        LogLevel.Error => "<3>",
        _ => "<2>",
    };

    /// <param name="variable">The device and the inode of the journal's end, <c>9:12345</c>.</param>
    /// <param name="target">What the kernel says that the descriptor is, <c>socket:[12345]</c>. Sockets are numbered on one device only.</param>
    internal static bool IsStream(string? variable, string? target)
    {
        var inode = variable is null ? "" : variable[(variable.IndexOf(':', StringComparison.Ordinal) + 1)..];
        return ulong.TryParse(inode, NumberStyles.None, CultureInfo.InvariantCulture, out _) && target is not null && target.EndsWith($":[{inode}]", StringComparison.Ordinal);
    }

    private static string? TargetOfStandardError()
    {
        try
        {
            return new FileInfo("/proc/self/fd/2").LinkTarget;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
