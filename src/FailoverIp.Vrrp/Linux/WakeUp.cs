using FailoverIp.Vrrp.Native;

namespace FailoverIp.Vrrp.Linux;

/// <summary>An eventfd that other threads signal to wake the engine's.</summary>
internal sealed class WakeUp : IDisposable
{
    private const int EFD_NONBLOCK = 0x800;
    private const int EFD_CLOEXEC = 0x80000;
    private readonly FileDescriptor _fd = new(Errno.Check(Libc.EventCreate(0, EFD_NONBLOCK | EFD_CLOEXEC), "eventfd"));

    public int Number => _fd.Number;

    /// <summary>Wakes the engine; does nothing where it has ended. May be called by any thread at any time.</summary>
    public unsafe void Signal()
    {
        var held = false;
        try
        {
            _fd.DangerousAddRef(ref held); // the engine's thread may be closing it
            ulong one = 1;
            _ = Libc.Write(_fd.Number, &one, sizeof(ulong));
        }
        catch (ObjectDisposedException)
        {
        }
        finally
        {
            if (held)
                _fd.DangerousRelease();
        }
    }

    /// <summary>Takes note of the signals so far.</summary>
    public unsafe void Read()
    {
        ulong count;
        _ = Libc.Read(_fd.Number, &count, sizeof(ulong));
    }

    public void Dispose() => _fd.Dispose();
}
