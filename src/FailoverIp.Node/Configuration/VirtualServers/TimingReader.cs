using FailoverIp.Lvs;

namespace FailoverIp.Node;

/// <summary>Reads the timing keys, which virtual servers, real servers and checks have alike.</summary>
internal static class TimingReader
{
    public static CheckTiming Read(ConfigurationNode node, ValueReader values) => new()
    {
        DelayLoop = values.Time(node["DelayLoop"]),
        ConnectTimeout = values.Time(node["ConnectTimeout"]),
        Retry = values.Integer(node["Retry"]),
        DelayBeforeRetry = values.Time(node["DelayBeforeRetry"]),
        Warmup = values.Time(node["Warmup"]),
    };
}
