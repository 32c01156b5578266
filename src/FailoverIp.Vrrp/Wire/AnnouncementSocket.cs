using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using FailoverIp.Vrrp.Native;
using static FailoverIp.Vrrp.Native.SocketConstants;

namespace FailoverIp.Vrrp.Wire;

/// <summary>Sends announcements as whole frames, on any interface. It receives nothing: its protocol is 0.</summary>
internal sealed class AnnouncementSocket : IDisposable
{
    private const int HardwareLength = 6;
    private readonly FileDescriptor _fd = new(Errno.Check(Libc.Socket(AF_PACKET, SOCK_RAW | SOCK_NONBLOCK | SOCK_CLOEXEC, 0), "packet socket"));
    private readonly Dictionary<PhysicalAddress, byte[]> _hardwareAddresses = [];

    /// <summary>Announces an address once. An interface without an Ethernet address has nobody to tell.</summary>
    public unsafe void Announce(InterfaceStatus @interface, VirtualAddress address)
    {
        var hardware = HardwareAddress(@interface.HardwareAddress);
        if (hardware.Length != HardwareLength)
            return;
        Span<byte> frame = stackalloc byte[AnnouncementFrames.MaxLength];
        var length = address.Address.AddressFamily == AddressFamily.InterNetworkV6
            ? AnnouncementFrames.WriteNeighborAdvertisement(frame, hardware, address.Address)
            : AnnouncementFrames.WriteGratuitousArp(frame, hardware, address.Address);
        var link = new LinkAddress { Family = AF_PACKET, Index = @interface.Index };
        fixed (byte* bytes = frame)
            _ = Libc.SendTo(_fd.Number, bytes, length, MSG_DONTWAIT | MSG_NOSIGNAL, &link, (uint)sizeof(LinkAddress));
    }

    public void Dispose() => _fd.Dispose();

    // PhysicalAddress hands out copies; one is kept for each, so that announcing allocates nothing.
    private byte[] HardwareAddress(PhysicalAddress address)
    {
        if (!_hardwareAddresses.TryGetValue(address, out var bytes))
            _hardwareAddresses[address] = bytes = address.GetAddressBytes();
        return bytes;
    }

    /// <summary>struct sockaddr_ll. The kernel takes the destination and the protocol from the frame.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private unsafe struct LinkAddress
    {
        public ushort Family;
        public ushort Protocol;
        public int Index;
        public ushort HardwareType;
        public byte PacketType;
        public byte AddressLength;
        public fixed byte Address[8];
    }
}
