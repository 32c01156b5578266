using System.Runtime.InteropServices;
using FailoverIp.Vrrp.Native;

namespace FailoverIp.Vrrp.Linux;

/// <summary>An epoll set whose members are known by their descriptors.</summary>
internal sealed class EventPoll : IDisposable
{
    /// <summary>The most descriptors that one <see cref="Wait"/> reports.</summary>
    public const int MaxEvents = 64;

    private const int EPOLL_CLOEXEC = 0x80000;
    private const int EPOLL_CTL_ADD = 1;
    private const uint EPOLLIN = 1;

    // struct epoll_event is packed on x86 only.
    private static readonly int DataOffset = RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.X86 ? 4 : 8;

    private readonly FileDescriptor _fd = new(Errno.Check(Libc.EpollCreate(EPOLL_CLOEXEC), "epoll_create1"));
    private readonly byte[] _events = GC.AllocateArray<byte>(MaxEvents * 16, pinned: true);

    /// <summary>Watches a descriptor for input. Closing it ends the watch.</summary>
    public unsafe void Add(int fd)
    {
        Span<byte> @event = stackalloc byte[16];
        @event.Clear();
        MemoryMarshal.Write(@event, EPOLLIN);
        MemoryMarshal.Write(@event[DataOffset..], fd);
        fixed (byte* p = @event)
            Errno.Check(Libc.EpollControl(_fd.Number, EPOLL_CTL_ADD, fd, p), "epoll_ctl");
    }

    /// <summary>Waits, without end or not at all; returns how many descriptors are ready, 0 after a signal.</summary>
    public unsafe int Wait(bool block)
    {
        fixed (byte* events = _events)
        {
            var count = Libc.EpollWait(_fd.Number, events, MaxEvents, block ? -1 : 0);
            return count >= 0 || Errno.Last != Errno.EINTR ? Errno.Check(count, "epoll_wait") : 0;
        }
    }

    /// <summary>The descriptor of one ready event.</summary>
    public int Ready(int index) => MemoryMarshal.Read<int>(_events.AsSpan((index * (DataOffset + 8)) + DataOffset));

    public void Dispose() => _fd.Dispose();
}
