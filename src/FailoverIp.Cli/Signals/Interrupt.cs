using System.Runtime.InteropServices;

namespace FailoverIp.Cli.Signals;

/// <summary>
/// SIGINT and SIGTERM as a token. The first one asks the command to end cleanly; another one ends the process at once, as it would without us, unless it comes so soon that it is the same request:
/// timeout(1) signals its child and the group that this is in, a terminal the group whose leader passes it on, and systemd whoever is left.
/// </summary>
internal sealed class Interrupt(TimeProvider clock) : IDisposable
{
    /// <summary>What comes within this time of the first is the same request.</summary>
    public static readonly TimeSpan OneRequest = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _source = new();
    private readonly Lock _gate = new();
    private long _first;
    private int _exitStatus;

    public CancellationToken Token => _source.Token;

    /// <summary>128 and the number of the signal that came first, as shells have it; 0 where none came.</summary>
    public int ExitStatus => Volatile.Read(ref _exitStatus);

    /// <summary>The signals of this process, from now until it is gone: what comes while it ends is the same request as well.</summary>
    public static Interrupt OfProcess()
    {
        var interrupt = new Interrupt(TimeProvider.System);
        ProcessSignals.Handle(PosixSignal.SIGINT, context => context.Cancel = interrupt.Take(130));
        ProcessSignals.Handle(PosixSignal.SIGTERM, context => context.Cancel = interrupt.Take(143));
        return interrupt;
    }

    public void Dispose() => _source.Dispose();

    /// <summary>Whether the process lives on to end cleanly.</summary>
    internal bool Take(int exitStatus)
    {
        lock (_gate)
        {
            if (_exitStatus != 0)
                return clock.GetElapsedTime(_first) < OneRequest;
            _first = clock.GetTimestamp();
            Volatile.Write(ref _exitStatus, exitStatus);
        }
        _source.Cancel();
        return true;
    }
}
