using System.Runtime.InteropServices;

namespace FailoverIp.Vrrp.Native;

/// <summary>struct mmsghdr on 64-bit Linux: one datagram of sendmmsg(2) or recvmmsg(2).</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct MultiMessage
{
    public byte* Name;
    public uint NameLength;
    public IoVector* Vectors;
    public nint VectorCount;
    public byte* Control;
    public nint ControlLength;
    public int Flags;
    public int Padding; // the end of struct msghdr
    public uint Length;
}

/// <summary>struct iovec.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct IoVector
{
    public byte* Base;
    public nint Length;
}
