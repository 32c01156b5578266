using System.Runtime.InteropServices;

namespace FailoverIp.Vrrp;

/// <summary>What a capture needs of Linux: packet(7), socket(7), recvmsg(2). The numbers are those of &lt;linux/if_packet.h&gt; and the generic ABI.</summary>
internal static unsafe partial class PacketCaptureNative
{
    public const int AddressFamilyPacket = 17; // AF_PACKET
    public const int Datagram = 2; // SOCK_DGRAM: packets begin with the IP header, whatever the link is
    public const int CloseOnExec = 0x80000; // SOCK_CLOEXEC
    public const ushort AllProtocols = 3; // ETH_P_ALL; only this also shows what this machine sends
    public const int DoNotWait = 0x40; // MSG_DONTWAIT

    public const int LevelSocket = 1; // SOL_SOCKET
    public const int ReceiveBuffer = 8; // SO_RCVBUF
    public const int AttachFilter = 26; // SO_ATTACH_FILTER
    public const int TimestampNanoseconds = 35; // SO_TIMESTAMPNS, and the type of its control message
    public const int LevelPacket = 263; // SOL_PACKET
    public const int AddMembership = 1; // PACKET_ADD_MEMBERSHIP
    public const ushort AllMulticast = 2; // PACKET_MR_ALLMULTI
    public const int Outgoing = 4; // PACKET_OUTGOING
    public const int Loopback = 772; // ARPHRD_LOOPBACK

    public const int NotPermitted = 1; // EPERM
    public const int Interrupted = 4; // EINTR
    public const int TryAgain = 11; // EAGAIN
    public const int NoDevice = 19; // ENODEV
    public const int NetworkDown = 100; // ENETDOWN

    [StructLayout(LayoutKind.Sequential)]
    public struct SocketAddress // struct sockaddr_ll
    {
        public ushort Family;
        public ushort Protocol; // network order
        public int InterfaceIndex;
        public ushort HardwareType;
        public byte PacketType;
        public byte AddressLength;
        public fixed byte Address[8];
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct Membership // struct packet_mreq
    {
        public int InterfaceIndex;
        public ushort Type;
        public ushort AddressLength;
        public fixed byte Address[8];
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct FilterProgram // struct sock_fprog
    {
        public ushort Length;
        public BpfInstruction* Instructions;
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct IOVector // struct iovec
    {
        public byte* Base;
        public nuint Length;
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct Message // struct msghdr
    {
        public SocketAddress* Name;
        public uint NameLength;
        public IOVector* Vectors;
        public nuint VectorCount;
        public byte* Control;
        public nuint ControlLength;
        public int Flags;
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct ControlHeader // struct cmsghdr
    {
        public nuint Length;
        public int Level;
        public int Type;
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct TimeSpecification // struct timespec
    {
        public nint Seconds;
        public nint Nanoseconds;
    }

    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    public static partial int Socket(int family, int type, int protocol);

    [LibraryImport("libc", EntryPoint = "bind", SetLastError = true)]
    public static partial int Bind(SafeHandle socket, SocketAddress* address, uint length);

    [LibraryImport("libc", EntryPoint = "setsockopt", SetLastError = true)]
    public static partial int SetOption(SafeHandle socket, int level, int option, void* value, uint length);

    [LibraryImport("libc", EntryPoint = "recvmsg", SetLastError = true)]
    public static partial nint ReceiveMessage(SafeHandle socket, Message* message, int flags);

    [LibraryImport("libc", EntryPoint = "if_nametoindex", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial uint InterfaceIndex(string name);

    [LibraryImport("libc", EntryPoint = "if_indextoname", SetLastError = true)]
    public static partial byte* InterfaceName(uint index, byte* name);
}
