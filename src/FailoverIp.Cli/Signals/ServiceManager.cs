using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace FailoverIp.Cli.Signals;

/// <summary>Tells the service manager that started us how we are (sd_notify(3)); nothing where none did.</summary>
internal static class ServiceManager
{
    private const string Variable = "NOTIFY_SOCKET";

    /// <summary>We are up, or have read the configuration again.</summary>
    public static void Ready() => Send("READY=1");

    /// <summary>We read the configuration again. The time is the monotonic clock's, as systemd wants it.</summary>
    public static void Reloading() => Send(string.Create(CultureInfo.InvariantCulture, $"RELOADING=1\nMONOTONIC_USEC={Stopwatch.GetTimestamp() / (Stopwatch.Frequency / 1_000_000)}"));

    /// <summary>The watchdog is content for another while.</summary>
    public static void Alive() => Send("WATCHDOG=1");

    /// <summary>How long the watchdog waits for <see cref="Alive"/> (WatchdogSec=; sd_watchdog_enabled(3)); null where none watches this process.</summary>
    public static TimeSpan? Watchdog =>
        Environment.GetEnvironmentVariable("WATCHDOG_PID") is { Length: > 0 } process && process != Environment.ProcessId.ToString(CultureInfo.InvariantCulture)
        || !long.TryParse(Environment.GetEnvironmentVariable("WATCHDOG_USEC"), NumberStyles.None, CultureInfo.InvariantCulture, out var microseconds)
        || microseconds is <= 0 or > 86_400_000_000
            ? null
            : TimeSpan.FromMicroseconds(microseconds);

    /// <summary>We are about to end.</summary>
    public static void Stopping() => Send("STOPPING=1");

    private static void Send(string state)
    {
        if (Environment.GetEnvironmentVariable(Variable) is not [var first, _, ..] path || first is not ('/' or '@'))
            return;
        try
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
            socket.SendTo(Encoding.UTF8.GetBytes(state), SocketFlags.None, new UnixDomainSocketEndPoint(first == '@' ? $"\0{path[1..]}" : path));
        }
        catch (Exception e) when (e is SocketException or ArgumentException)
        {
            // A service manager that does not listen is no reason not to run.
        }
    }
}
