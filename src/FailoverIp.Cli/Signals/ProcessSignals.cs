using System.Runtime.InteropServices;

namespace FailoverIp.Cli.Signals;

/// <summary>
/// Handlers that stay until the process is gone. One that is taken away while the process ends would let a signal that comes late end it by itself: a clean stop would look like a death, to
/// a supervisor or a service manager.
/// </summary>
internal static class ProcessSignals
{
    // A registration that nobody holds is ended by the garbage collector.
    private static readonly List<PosixSignalRegistration> Registrations = [];

    public static void Handle(PosixSignal signal, Action<PosixSignalContext> handler)
    {
        var registration = PosixSignalRegistration.Create(signal, handler);
        lock (Registrations)
            Registrations.Add(registration);
    }
}
