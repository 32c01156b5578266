using System.Runtime.InteropServices;

namespace FailoverIp.Vrrp;

/// <summary><c>struct ifinfomsg</c>: what every RTM_*LINK message begins with (linux/rtnetlink.h).</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct LinkMessage
{
    public byte Family;
    public byte Padding;
    public ushort HardwareType;
    public int Index;
    public uint Flags;
    public uint Change;
}
