using System.Diagnostics;
using System.IO.Pipes;
using System.Runtime.InteropServices;
using FailoverIp.Vrrp;

namespace FailoverIp.Cli.Supervision;

/// <summary>The node as a child: this very program with other arguments. What it writes goes where ours goes.</summary>
internal sealed partial class NodeProcess : INodeProcess
{
    /// <summary>The option by which a child knows its supervisor.</summary>
    public const string LinkOption = "--supervisor";

    private const int SIGHUP = 1;

    private readonly AnonymousPipeServerStream _lines = new(PipeDirection.In, HandleInheritability.Inheritable);
    private readonly Process _process;
    private readonly VrrpLifeline? _lifeline;

    private NodeProcess(IEnumerable<string> arguments, Action<string> told)
    {
        _lifeline = TryCreateLifeline();
        var start = new ProcessStartInfo(Environment.ProcessPath ?? throw new InvalidOperationException("the path of this program is not known")) { RedirectStandardInput = true, UseShellExecute = false };
        // As an assembly of 'dotnet', the program's first argument is that assembly.
        if (string.Equals(Path.GetFileNameWithoutExtension(Environment.ProcessPath), "dotnet", StringComparison.Ordinal))
            start.ArgumentList.Add(Environment.GetCommandLineArgs()[0]);
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        start.ArgumentList.Add(LinkOption);
        start.ArgumentList.Add(_lifeline is null ? _lines.GetClientHandleAsString() : $"{_lines.GetClientHandleAsString()},{_lifeline.Descriptor}");
        // The supervisor speaks with the service manager; a process that is not the main one would not be listened to.
        foreach (var variable in (string[])["NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID"])
            start.Environment.Remove(variable);
        _process = Process.Start(start)!;
        _lines.DisposeLocalCopyOfClientHandle();
        Ended = _process.WaitForExitAsync();
        _ = ReadAsync(told);
    }

    public int Id => _process.Id;

    public Task Ended { get; }

    public int ExitCode => _process.ExitCode;

    /// <param name="arguments">The arguments of the program.</param>
    /// <param name="told">Hears each line of the node's <see cref="SupervisorLink"/>.</param>
    public static NodeProcess Start(IEnumerable<string> arguments, Action<string> told) => new(arguments, told);

    public bool WaitForDeathOfElections() => _lifeline?.WaitForDeath() ?? false;

    // Not by a signal: one that comes later than another would end it at once.
    public void AskToStop() => _process.StandardInput.Close();

    public void HangUp()
    {
        if (!_process.HasExited)
            _ = Kill(_process.Id, SIGHUP);
    }

    public void Kill() => _process.Kill();

    public int EndSession() => NodeSession.End(Id);

    public void Dispose()
    {
        _process.Dispose();
        _lines.Dispose();
        _lifeline?.Dispose();
    }

    // Without one the end of the process is what tells.
    private static VrrpLifeline? TryCreateLifeline()
    {
        try
        {
            return VrrpLifeline.Create();
        }
        catch (Exception e) when (e is IOException or PlatformNotSupportedException)
        {
            return null;
        }
    }

    private async Task ReadAsync(Action<string> told)
    {
        try
        {
            using var reader = new StreamReader(_lines, leaveOpen: true);
            while (await reader.ReadLineAsync().ConfigureAwait(false) is { } line)
                told(line);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // It has ended.
        }
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int pid, int signal);
}
