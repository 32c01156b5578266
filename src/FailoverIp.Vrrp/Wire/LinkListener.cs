using System.Runtime.InteropServices;
using FailoverIp.Vrrp.Native;
using static FailoverIp.Vrrp.Native.SocketConstants;

namespace FailoverIp.Vrrp.Wire;

/// <summary>
/// Opens the packet socket that hears adverts on an interface that was made for a virtual router: whole IP packets, of a group that the interface lets in without
/// the kernel's telling the network so.
/// </summary>
internal static class LinkListener
{
    private const int ReceiveBuffer = 1 << 20;
    private const int GroupAddressOffset = 12; // in struct sockaddr_ll

    /// <exception cref="VrrpException">The kernel refuses, in its words.</exception>
    public static FileDescriptor Open(AdvertChannel channel)
    {
        // Protocol 0: nothing is heard before it is bound, with its filter.
        var fd = RawSocket.Open(AF_PACKET, SOCK_DGRAM, 0, "packet socket for VRRP");
        try
        {
            if (RawSocket.TrySet(fd, SOL_SOCKET, SO_RCVBUFFORCE, ReceiveBuffer) < 0)
                RawSocket.Set(fd, SOL_SOCKET, SO_RCVBUF, ReceiveBuffer);
            Filter(fd);
            Join(fd, channel);
            return fd;
        }
        catch
        {
            fd.Dispose();
            throw;
        }
    }

    private static unsafe void Filter(FileDescriptor fd)
    {
        fixed (BpfInstruction* instructions = PacketCaptureFilter.Program)
        {
            var program = new BpfProgram { Length = (ushort)PacketCaptureFilter.Program.Length, Instructions = instructions };
            Errno.Check(Libc.SetSocketOption(fd.Number, SOL_SOCKET, SO_ATTACH_FILTER, &program, (uint)sizeof(BpfProgram)), "SO_ATTACH_FILTER");
        }
    }

    private static unsafe void Join(FileDescriptor fd, AdvertChannel channel)
    {
        // The link-layer address of the group, as one would send to it.
        Span<byte> packet = stackalloc byte[IPv6Header.Length];
        packet.Clear();
        packet[0] = (byte)(channel.IsIPv6 ? 0x60 : 0x45);
        channel.Local.TryWriteBytes(packet[(channel.IsIPv6 ? 24 : 16)..], out _);
        Span<byte> address = stackalloc byte[SocketAddress.MaxLength];
        var length = SocketAddress.WriteLinkDestination(address, packet, channel.InterfaceIndex);

        var membership = new Membership { InterfaceIndex = channel.InterfaceIndex, Type = PACKET_MR_MULTICAST, AddressLength = 6 };
        address.Slice(GroupAddressOffset, 6).CopyTo(new Span<byte>(membership.Address, 8));
        Errno.Check(Libc.SetSocketOption(fd.Number, SOL_PACKET, PACKET_ADD_MEMBERSHIP, &membership, (uint)sizeof(Membership)), "PACKET_ADD_MEMBERSHIP");
        fixed (byte* bytes = address)
            Errno.Check(Libc.Bind(fd.Number, bytes, (uint)length), $"bind to {channel.InterfaceName}");
    }

    /// <summary>struct sock_fprog.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private unsafe struct BpfProgram
    {
        public ushort Length;
        public BpfInstruction* Instructions;
    }

    /// <summary>struct packet_mreq.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private unsafe struct Membership
    {
        public int InterfaceIndex;
        public ushort Type;
        public ushort AddressLength;
        public fixed byte Address[8];
    }
}
