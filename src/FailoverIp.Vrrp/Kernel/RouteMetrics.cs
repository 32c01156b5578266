using FailoverIp.Vrrp.Kernel.Netlink;
using static FailoverIp.Vrrp.Kernel.Netlink.NetlinkConstants;

namespace FailoverIp.Vrrp.Kernel;

/// <summary>The metrics of a route: RTA_METRICS of rtnetlink(7).</summary>
internal static class RouteMetrics
{
    public static void Write(ref NetlinkWriter writer, VirtualRoute route)
    {
        var list = writer.BeginNested(RTA_METRICS);
        Number(ref writer, RTAX_MTU, route.Mtu);
        if (route.Metrics is { } metrics)
            Write(ref writer, metrics);
        writer.EndNested(list);
    }

    private static void Write(ref NetlinkWriter writer, VirtualRouteMetrics m)
    {
        Number(ref writer, RTAX_WINDOW, m.Window);
        Number(ref writer, RTAX_RTT, Milliseconds(m.RoundTripTime, 8)); // as the kernel keeps it
        Number(ref writer, RTAX_RTTVAR, Milliseconds(m.RoundTripVariance, 4));
        Number(ref writer, RTAX_SSTHRESH, m.SlowStartThreshold);
        Number(ref writer, RTAX_CWND, m.CongestionWindow);
        Number(ref writer, RTAX_ADVMSS, m.AdvertisedSegmentSize);
        Number(ref writer, RTAX_REORDERING, m.Reordering);
        Number(ref writer, RTAX_HOPLIMIT, m.HopLimit);
        Number(ref writer, RTAX_INITCWND, m.InitialCongestionWindow);
        Number(ref writer, RTAX_FEATURES, m.CongestionNotification ? RTAX_FEATURE_ECN : null);
        Number(ref writer, RTAX_RTO_MIN, Milliseconds(m.LeastTimeout, 1));
        Number(ref writer, RTAX_LOCK, m.LeastTimeout is null ? null : 1u << RTAX_RTO_MIN); // it counts where it is locked only
        Number(ref writer, RTAX_INITRWND, m.InitialReceiveWindow);
        Number(ref writer, RTAX_QUICKACK, Bit(m.QuickAcknowledge));
        Number(ref writer, RTAX_FASTOPEN_NO_COOKIE, Bit(m.FastOpenWithoutCookie));
        if (m.CongestionControl is { } name)
            writer.Attribute(RTAX_CC_ALGO, name);
    }

    private static void Number(ref NetlinkWriter writer, ushort type, uint? value)
    {
        if (value is { } number)
            writer.Attribute(type, number);
    }

    private static uint? Milliseconds(TimeSpan? time, int parts) => time is { } t ? (uint)(t.Ticks * parts / TimeSpan.TicksPerMillisecond) : null;

    private static uint? Bit(bool? value) => value is { } isOn ? isOn ? 1u : 0u : null;
}
