using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using FailoverIp.Vrrp.Native;
using static FailoverIp.Vrrp.Native.SocketConstants;

namespace FailoverIp.Vrrp.Wire;

/// <summary>
/// Sends announcements as whole frames, on any interface, many with one system call. It receives nothing: its protocol is 0. Allocates nothing but for an
/// interface that is new to it.
/// </summary>
internal sealed unsafe class AnnouncementSocket : IDisposable
{
    private const int HardwareLength = 6;
    private const int FramesPerSend = 256;
    private const int SendBuffer = 8 << 20; // a thousand addresses, five times each
    private const int FrameRoom = 96;

    private readonly FileDescriptor _fd = new(Errno.Check(Libc.Socket(AF_PACKET, SOCK_RAW | SOCK_NONBLOCK | SOCK_CLOEXEC, 0), "packet socket"));
    private readonly Dictionary<PhysicalAddress, byte[]> _hardwareAddresses = [];
    private readonly ForwardingSetting _forwarding = new();

    // Pinned: the kernel reads all four through the addresses that stand in them.
    private readonly byte[] _frames = GC.AllocateArray<byte>(FramesPerSend * FrameRoom, pinned: true);
    private readonly byte[] _links = GC.AllocateArray<byte>(FramesPerSend * SocketAddress.LinkLength, pinned: true);
    private readonly IoVector[] _parts = GC.AllocateArray<IoVector>(FramesPerSend, pinned: true);
    private readonly MultiMessage[] _messages = GC.AllocateArray<MultiMessage>(FramesPerSend, pinned: true);
    private int _count;

    public AnnouncementSocket()
    {
        var size = SendBuffer;
        _ = Libc.SetSocketOption(_fd.Number, SOL_SOCKET, SO_SNDBUFFORCE, &size, sizeof(int));
        for (var i = 0; i < FramesPerSend; i++)
        {
            _parts[i].Base = Pinned(ref _frames[i * FrameRoom]);
            _messages[i].Name = Pinned(ref _links[i * SocketAddress.LinkLength]);
            _messages[i].NameLength = SocketAddress.LinkLength;
            _messages[i].Vectors = Pinned(ref _parts[i]);
            _messages[i].VectorCount = 1;
        }
    }

    /// <summary>Announces an address once, with the next <see cref="Flush"/> at the latest. An interface without an Ethernet address has nobody to tell, and a multicast group has no place.</summary>
    public void Announce(InterfaceStatus @interface, VirtualAddress address)
    {
        var hardware = HardwareAddress(@interface.HardwareAddress);
        if (hardware.Length != HardwareLength || address.AutoJoin)
            return;
        if (_count == FramesPerSend)
            Flush();
        var frame = _frames.AsSpan(_count * FrameRoom, FrameRoom);
        _parts[_count].Length = address.Address.AddressFamily == AddressFamily.InterNetworkV6
            ? AnnouncementFrames.WriteNeighborAdvertisement(frame, hardware, address.Address, _forwarding.IsOn(@interface.Name))
            : AnnouncementFrames.WriteGratuitousArp(frame, hardware, address.Address);
        SocketAddress.WriteLink(_links.AsSpan(_count * SocketAddress.LinkLength), @interface.Index);
        _count++;
    }

    /// <summary>Sends what was announced.</summary>
    public void Flush()
    {
        fixed (MultiMessage* messages = _messages)
        {
            for (var sent = 0; sent < _count;)
            {
                var n = Libc.SendMany(_fd.Number, messages + sent, (uint)(_count - sent), MSG_DONTWAIT | MSG_NOSIGNAL);
                sent += n > 0 ? n : 1; // the first one failed, such as on an interface that has just gone down: the others have their turn
            }
        }
        _count = 0;
    }

    public void Dispose() => _fd.Dispose();

    private static T* Pinned<T>(ref T pinned)
        where T : unmanaged => (T*)Unsafe.AsPointer(ref pinned);

    // PhysicalAddress hands out copies; one is kept for each, so that announcing allocates nothing.
    private byte[] HardwareAddress(PhysicalAddress address)
    {
        if (!_hardwareAddresses.TryGetValue(address, out var bytes))
            _hardwareAddresses[address] = bytes = address.GetAddressBytes();
        return bytes;
    }
}
