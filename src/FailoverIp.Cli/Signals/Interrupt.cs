using System.Runtime.InteropServices;

namespace FailoverIp.Cli.Signals;

/// <summary>
/// SIGINT and SIGTERM as a token. The first one asks the command to end cleanly; the second ends the process at once, as it would without us.
/// </summary>
internal sealed class Interrupt : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly List<PosixSignalRegistration> _registrations = [];
    private int _exitStatus;

    public Interrupt()
    {
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

    private void Register(PosixSignal signal, int exitStatus) => _registrations.Add(PosixSignalRegistration.Create(signal, context =>
    {
        if (Interlocked.CompareExchange(ref _exitStatus, exitStatus, 0) != 0)
            return;
        context.Cancel = true;
        _source.Cancel();
    }));
}
