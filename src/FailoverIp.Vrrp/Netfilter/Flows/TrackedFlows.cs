using System.Net.Sockets;
using FailoverIp.Vrrp.Kernel.Netlink;
using FailoverIp.Vrrp.Native;
using static FailoverIp.Vrrp.Kernel.Netlink.NetlinkConstants;
using static FailoverIp.Vrrp.Netfilter.Flows.FlowConstants;

namespace FailoverIp.Vrrp.Netfilter.Flows;

/// <summary>
/// The kernel's memory of flows (connection tracking). It decides about redirection once, with a flow's first packet: a change of rules does not reach what it
/// remembers.
/// </summary>
internal static class TrackedFlows
{
    private const int MaximumLength = 512;

    /// <summary>Makes the kernel forget the flows about which the rules as they are now would decide otherwise. Returns how many.</summary>
    /// <exception cref="NetfilterException">They cannot be read although the kernel keeps them; the rules stand all the same.</exception>
    public static int Forget(RedirectRule[] rules)
    {
        if (!Array.Exists(rules, r => !r.EstablishedOnly || r.Protocol == Ipvs.IpvsProtocol.Udp))
            return 0;
        using var socket = new NetfilterSocket();
        var outdated = new List<byte[]>();
        foreach (var family in rules.Select(r => r.Address.AddressFamily).Distinct())
            Check(socket.Read((buffer, sequence) => Get(buffer.Span, FamilyOf(family), sequence), outdated.Clear, message => Collect(message, rules, outdated)));
        var forgotten = 0;
        foreach (var message in outdated)
        {
            System.Runtime.InteropServices.MemoryMarshal.Write(message.AsSpan(8), socket.NextSequence());
            // Ended by itself in the meantime: that will do.
            forgotten += socket.Change(message) == 0 ? 1 : 0;
        }
        return forgotten;
    }

    /// <summary>Keeps the request that removes the flow of a message, if a rule wants it removed.</summary>
    internal static void Collect(ReadOnlySpan<byte> message, RedirectRule[] rules, List<byte[]> outdated)
    {
        if (message.Length < NetfilterHeader.Length)
            return;
        var flow = TrackedFlow.Read(message[NetfilterHeader.Length..]);
        foreach (var rule in rules)
        {
            if (!flow.IsOutdatedBy(rule))
                continue;
            Span<byte> buffer = stackalloc byte[MaximumLength];
            outdated.Add(Delete(buffer, message[0], flow).ToArray());
            return;
        }
    }

    private static byte FamilyOf(AddressFamily family) => (byte)(family == AddressFamily.InterNetworkV6 ? SocketConstants.AF_INET6 : SocketConstants.AF_INET);

    private static int Get(Span<byte> buffer, byte family, uint sequence)
    {
        var writer = new NetlinkWriter(buffer, (NFNL_SUBSYS_CTNETLINK << 8) | IPCTNL_MSG_CT_GET, NLM_F_REQUEST | NLM_F_DUMP, sequence);
        writer.Fixed(new NetfilterHeader(family));
        return writer.Finish().Length;
    }

    private static Span<byte> Delete(Span<byte> buffer, byte family, in TrackedFlow flow)
    {
        var writer = new NetlinkWriter(buffer, (NFNL_SUBSYS_CTNETLINK << 8) | IPCTNL_MSG_CT_DELETE, NLM_F_REQUEST | NLM_F_ACK, sequence: 0);
        writer.Fixed(new NetfilterHeader(family));
        writer.Attribute(CTA_TUPLE_ORIG | NLA_F_NESTED, flow.Tuple);
        // The identity: a flow of the same addresses that has begun since is another one.
        if (!flow.Id.IsEmpty)
            writer.Attribute(CTA_ID, flow.Id);
        if (!flow.Zone.IsEmpty)
            writer.Attribute(CTA_ZONE, flow.Zone);
        return writer.Finish();
    }

    private static void Check(int error)
    {
        // A kernel that does not track flows has nothing to forget.
        if (error is not (0 or Errno.EOPNOTSUPP or Errno.EINVAL or Errno.ENOENT or Errno.EPROTONOSUPPORT))
            throw new NetfilterException($"traffic is redirected, but flows from before may not be (connection tracking cannot be read: {Errno.Text(error)})", error);
    }
}
