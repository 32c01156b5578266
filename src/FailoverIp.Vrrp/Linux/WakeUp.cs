using FailoverIp.Vrrp.Native;

namespace FailoverIp.Vrrp.Linux;

/// <summary>An eventfd that other threads signal to wake the engine's.</summary>
internal sealed class WakeUp
{
    private const int EFD_NONBLOCK = 0x800;
    private const int EFD_CLOEXEC = 0x80000;
    private readonly FileDescriptor _fd = new(Errno.Check(Libc.EventCreate(0, EFD_NONBLOCK | EFD_CLOEXEC), "eventfd"));

    public int Number => _fd.Number;

    /// <summary>Wakes the engine. May be called by any thread while the engine exists.</summary>
    public unsafe void Signal()
    {
        ulong one = 1;
        _ = Libc.Write(_fd.Number, &one, sizeof(ulong));
    }

    /// <summary>Takes note of the signals so far.</summary>
    public unsafe void Read()
    {
        ulong count;
        _ = Libc.Read(_fd.Number, &count, sizeof(ulong));
    }}
