using System.Runtime.InteropServices;

namespace FailoverIp.Vrrp;

/// <summary>What only a capture needs of Linux, under the kernel's names: packet(7), socket(7), recvmsg(2), &lt;linux/if_packet.h&gt;.</summary>
internal static unsafe partial class PacketCaptureNative
{
    public const ushort ETH_P_ALL = 3; // only this also shows what this machine sends

    public const int SO_TIMESTAMPNS = 35; // and the type of its control message

    public const ushort PACKET_MR_ALLMULTI = 2;
    public const int PACKET_OUTGOING = 4;
    public const int ARPHRD_LOOPBACK = 772;

    public const int ENETDOWN = 100;

    [StructLayout(LayoutKind.Sequential)]
    public struct SockaddrLl // struct sockaddr_ll
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
    public struct MessageHeader // struct msghdr
    {
        public SockaddrLl* Name;
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

    [LibraryImport("libc", EntryPoint = "recvmsg", SetLastError = true)]
    public static partial nint ReceiveMessage(SafeHandle socket, MessageHeader* message, int flags);

    [LibraryImport("libc", EntryPoint = "if_nametoindex", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial uint InterfaceIndex(string name);

    [LibraryImport("libc", EntryPoint = "if_indextoname", SetLastError = true)]
    public static partial byte* InterfaceName(uint index, byte* name);
}
