using System.Globalization;
using FailoverIp.Vrrp;

namespace FailoverIp.Node;

/// <summary>Reads the metrics of a route, in ip-route(8)'s words.</summary>
internal static class RouteMetricsReader
{
    public static readonly string[] Known =
    [
        "advmss", "hoplimit", "initcwnd", "initrwnd", "window", "cwnd", "ssthresh", "reordering", "rtt", "rttvar", "rto_min", "quickack", "fastopen_no_cookie", "features", "congctl",
    ];

    /// <summary>Null where there is none of them.</summary>
    /// <exception cref="FormatException">One has no such value; the message says why.</exception>
    public static VirtualRouteMetrics? Read(Words words) => !Array.Exists(Known, words.Has) ? null : new()
    {
        AdvertisedSegmentSize = Number(words, "advmss"),
        HopLimit = Number(words, "hoplimit"),
        InitialCongestionWindow = Number(words, "initcwnd"),
        InitialReceiveWindow = Number(words, "initrwnd"),
        Window = Number(words, "window"),
        CongestionWindow = Number(words, "cwnd"),
        SlowStartThreshold = Number(words, "ssthresh"),
        Reordering = Number(words, "reordering"),
        // As with ip(8): a number without a unit is in the kernel's own.
        RoundTripTime = Time(words, "rtt", 8),
        RoundTripVariance = Time(words, "rttvar", 4),
        LeastTimeout = Time(words, "rto_min", 1),
        QuickAcknowledge = Bit(words, "quickack"),
        FastOpenWithoutCookie = Bit(words, "fastopen_no_cookie"),
        CongestionNotification = words["features"] is { } features && IsEcn(features),
        CongestionControl = words["congctl"],
    };

    private static uint? Number(Words words, string word) => words[word] is { } text ? NetworkWords.Number(word, text) : null;

    private static TimeSpan? Time(Words words, string word, int parts)
    {
        if (words[word] is not { } text)
            return null;
        var (unit, digits) = text.EndsWith("ms", StringComparison.Ordinal) ? (TimeSpan.TicksPerMillisecond, text[..^2])
            : text.EndsWith('s') ? (TimeSpan.TicksPerSecond, text[..^1])
            : (TimeSpan.TicksPerMillisecond / parts, text);
        return decimal.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number <= 3_600_000
            ? TimeSpan.FromTicks((long)(number * unit))
            : throw new FormatException($"{word} '{SchemaChecker.Shown(text)}' is not a time such as 200ms or 3s");
    }

    private static bool? Bit(Words words, string word) => words[word]?.ToLowerInvariant() switch
    {
        null => null,
        "1" or "true" => true,
        "0" or "false" => false,
        var other => throw new FormatException($"{word} '{SchemaChecker.Shown(other)}' is not 0 or 1"),
    };

    private static bool IsEcn(string text) => string.Equals(text, "ecn", StringComparison.OrdinalIgnoreCase)
        ? true
        : throw new FormatException($"there is no feature '{SchemaChecker.Shown(text)}'; did you mean 'ecn'?");
}
