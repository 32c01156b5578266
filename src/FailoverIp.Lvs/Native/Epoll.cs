using System.Runtime.InteropServices;

namespace FailoverIp.Lvs.Native;

/// <summary>An epoll set, edge-triggered: each descriptor is added once with all it may tell, and never changed.</summary>
internal sealed class Epoll : IDisposable
{
    /// <summary>The most events that one <see cref="Wait"/> reports.</summary>
    public const int MaxEvents = 256;

    private const int EPOLL_CLOEXEC = 0x80000;
    private const int EPOLL_CTL_ADD = 1;
    private const uint Everything = Constants.EPOLLIN | Constants.EPOLLOUT | Constants.EPOLLRDHUP | Constants.EPOLLET;

    // struct epoll_event is packed on x86 only.
    private static readonly int DataOffset = RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.X86 ? 4 : 8;
    private static readonly int EventSize = DataOffset + 8;

    private readonly int _fd = Errno.Check(Libc.EpollCreate(EPOLL_CLOEXEC), "epoll_create1");
    private readonly byte[] _events = GC.AllocateArray<byte>(MaxEvents * 16, pinned: true);

    /// <summary>Watches a descriptor, known by <paramref name="id"/>; returns the error number, 0 for none. Closing the descriptor ends the watch.</summary>
    public unsafe int Add(int fd, long id)
    {
        var @event = stackalloc byte[16];
        *(uint*)@event = Everything;
        *(long*)(@event + DataOffset) = id;
        return Libc.EpollControl(_fd, EPOLL_CTL_ADD, fd, @event) < 0 ? Errno.Last : 0;
    }

    /// <summary>Waits up to so many milliseconds, -1 without end; returns how many descriptors have something to tell.</summary>
    public unsafe int Wait(int milliseconds)
    {
        fixed (byte* events = _events)
        {
            var count = Libc.EpollWait(_fd, events, MaxEvents, milliseconds);
            return count >= 0 || Errno.Last != Constants.EINTR ? Errno.Check(count, "epoll_wait") : 0;
        }
    }

    /// <summary>One event: who, and what (EPOLLIN…).</summary>
    public (long Id, uint What) Ready(int index)
    {
        var @event = _events.AsSpan(index * EventSize, EventSize);
        return (MemoryMarshal.Read<long>(@event[DataOffset..]), MemoryMarshal.Read<uint>(@event));
    }

    public void Dispose() => _ = Libc.Close(_fd);
}
