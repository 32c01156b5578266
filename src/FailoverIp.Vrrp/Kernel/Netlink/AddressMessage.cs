using System.Runtime.InteropServices;

namespace FailoverIp.Vrrp;

/// <summary><c>struct ifaddrmsg</c>: what every RTM_*ADDR message begins with (linux/if_addr.h).</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct AddressMessage
{
    public byte Family;
    public byte PrefixLength;
    public byte Flags;
    public byte Scope;
    public uint Index;
}
