namespace FailoverIp.Lvs.Native;

/// <summary>An eventfd that wakes a thread out of <see cref="Epoll.Wait"/>. Watched edge-triggered it need never be read: each write is a new edge.</summary>
internal sealed class WakeUp : IDisposable
{
    private const int EFD_NONBLOCK = 0x800;
    private const int EFD_CLOEXEC = 0x80000;

    private readonly Lock _gate = new();
    private bool _closed;

    public int Number { get; } = Errno.Check(Libc.EventCreate(0, EFD_NONBLOCK | EFD_CLOEXEC), "eventfd");

    /// <summary>Wakes the thread; does nothing where it has ended. May be called by any thread at any time.</summary>
    public unsafe void Signal()
    {
        lock (_gate)
        {
            ulong one = 1;
            if (!_closed)
                _ = Libc.Write(Number, &one, sizeof(ulong));
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            if (!_closed)
                _ = Libc.Close(Number);
            _closed = true;
        }
    }
}
