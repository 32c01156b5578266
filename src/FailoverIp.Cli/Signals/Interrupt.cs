using System.Runtime.InteropServices;

namespace FailoverIp.Cli.Signals;

/// <summary>
/// SIGINT and SIGTERM as a token. The first one asks the command to end cleanly; another one ends the process at once, as it would without us, unless it comes so soon that it is the same request:
/// timeout(1) signals its child and the group that this is in, a terminal the group whose leader passes it on, and systemd whoever is left.
/// </summary>
internal sealed class Interrupt : IDisposable
{
    /// <summary>What comes within this time of the first is the same request.</summary>
    public static readonly TimeSpan OneRequest = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _source = new();
    private readonly List<PosixSignalRegistration> _registrations = [];
    private readonly TimeProvider _clock;
    private readonly Lock _gate = new();
    private long _first;
    private int _exitStatus;

    public Interrupt(TimeProvider? clock = null)
    {
        _clock = clock ?? TimeProvider.System;
        Register(PosixSignal.SIGINT, 130);
        Register(PosixSignal.SIGTERM, 143);
    }

    public CancellationToken Token => _source.Token;

    /// <summary>128 and the number of the signal that came first, as shells have it; 0 where none came.</summary>
    public int ExitStatus => Volatile.Read(ref _exitStatus);

    public void Dispose()
    {
        _registrations.ForEach(r => r.Dispose());
        _source.Dispose();
    }

    /// <summary>Whether the process lives on to end cleanly.</summary>
    internal bool Take(int exitStatus)
    {
        lock (_gate)
        {
            if (_exitStatus != 0)
                return _clock.GetElapsedTime(_first) < OneRequest;
            _first = _clock.GetTimestamp();
            Volatile.Write(ref _exitStatus, exitStatus);
        }
        _source.Cancel();
        return true;
    }

    private void Register(PosixSignal signal, int exitStatus) => _registrations.Add(PosixSignalRegistration.Create(signal, context => context.Cancel = Take(exitStatus)));
}
