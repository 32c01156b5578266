namespace FailoverIp.Vrrp;

/// <summary>What connections over a route go by, beside its MTU: the metrics of ip-route(8), RTAX_* of rtnetlink. Null is the kernel's own choice.</summary>
public sealed record VirtualRouteMetrics
{
    /// <summary>The MSS that is advertised, in bytes (<c>advmss</c>).</summary>
    public uint? AdvertisedSegmentSize { get; init; }

    /// <summary>The hop limit, 1 to 255 (<c>hoplimit</c>).</summary>
    public uint? HopLimit { get; init; }

    /// <summary>The congestion window at the start, in segments (<c>initcwnd</c>).</summary>
    public uint? InitialCongestionWindow { get; init; }

    /// <summary>The receive window at the start, in segments (<c>initrwnd</c>).</summary>
    public uint? InitialReceiveWindow { get; init; }

    /// <summary>The most that is advertised as the window, in bytes (<c>window</c>).</summary>
    public uint? Window { get; init; }

    /// <summary>The clamp of the congestion window (<c>cwnd</c>).</summary>
    public uint? CongestionWindow { get; init; }

    /// <summary>The slow start threshold (<c>ssthresh</c>).</summary>
    public uint? SlowStartThreshold { get; init; }

    /// <summary>How far packets may be out of order (<c>reordering</c>).</summary>
    public uint? Reordering { get; init; }

    /// <summary>The round-trip time at the start, in steps of an eighth of a millisecond (<c>rtt</c>).</summary>
    public TimeSpan? RoundTripTime { get; init; }

    /// <summary>Its variance at the start, in steps of a quarter of a millisecond (<c>rttvar</c>).</summary>
    public TimeSpan? RoundTripVariance { get; init; }

    /// <summary>The least retransmission timeout, in milliseconds (<c>rto_min</c>).</summary>
    public TimeSpan? LeastTimeout { get; init; }

    /// <summary>Acknowledges without delay (<c>quickack</c>).</summary>
    public bool? QuickAcknowledge { get; init; }

    /// <summary>TCP Fast Open without a cookie (<c>fastopen_no_cookie</c>).</summary>
    public bool? FastOpenWithoutCookie { get; init; }

    /// <summary>Explicit congestion notification (<c>features ecn</c>).</summary>
    public bool CongestionNotification { get; init; }

    /// <summary>The algorithm of congestion control, 1 to 15 characters, such as <c>bbr</c> (<c>congctl</c>).</summary>
    public string? CongestionControl { get; init; }
}
