using FailoverIp.Vrrp.Kernel.Netlink;
using static FailoverIp.Vrrp.Ipvs.IpvsConstants;

namespace FailoverIp.Vrrp.Ipvs;

/// <summary>Reads IPVS_*_ATTR_STATS and IPVS_*_ATTR_STATS64, which differ only in how long the numbers are. Allocates nothing.</summary>
internal static class IpvsStatisticsMessage
{
    public static bool TryRead(ReadOnlySpan<byte> nested, NetlinkByteOrder order, out IpvsStatistics statistics)
    {
        statistics = default;
        var attributes = new NetlinkAttributes(nested, order);
        while (attributes.Next())
        {
            if (attributes.Type is < IPVS_STATS_ATTR_CONNS or > IPVS_STATS_ATTR_OUTBPS)
                continue;
            if (!attributes.TryCounter(out var value))
                return false;
            statistics = attributes.Type switch
            {
                IPVS_STATS_ATTR_CONNS => statistics with { Connections = value },
                IPVS_STATS_ATTR_INPKTS => statistics with { IncomingPackets = value },
                IPVS_STATS_ATTR_OUTPKTS => statistics with { OutgoingPackets = value },
                IPVS_STATS_ATTR_INBYTES => statistics with { IncomingBytes = value },
                IPVS_STATS_ATTR_OUTBYTES => statistics with { OutgoingBytes = value },
                IPVS_STATS_ATTR_CPS => statistics with { ConnectionsPerSecond = value },
                IPVS_STATS_ATTR_INPPS => statistics with { IncomingPacketsPerSecond = value },
                IPVS_STATS_ATTR_OUTPPS => statistics with { OutgoingPacketsPerSecond = value },
                IPVS_STATS_ATTR_INBPS => statistics with { IncomingBytesPerSecond = value },
                _ => statistics with { OutgoingBytesPerSecond = value },
            };
        }
        return true;
    }
}
