using System.Runtime.InteropServices;
using FailoverIp.Vrrp.Kernel.Netlink;
using static FailoverIp.Vrrp.Kernel.Netlink.NetlinkConstants;

namespace FailoverIp.Vrrp.Kernel;

/// <summary>Interfaces in the words of rtnetlink(7).</summary>
internal static class LinkMessages
{
    public static void Remove(NetlinkBatch batch, int interfaceIndex)
    {
        var writer = batch.Begin(RTM_DELLINK);
        writer.Fixed(new LinkMessage { Index = interfaceIndex });
        batch.End(in writer);
    }

    /// <summary>struct ifinfomsg.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct LinkMessage
    {
        public byte Family;
        public byte Padding;
        public ushort HardwareType;
        public int Index;
        public uint Flags;
        public uint Change;
    }
}
