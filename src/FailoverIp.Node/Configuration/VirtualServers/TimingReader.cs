using FailoverIp.Lvs;

namespace FailoverIp.Node;

/// <summary>Reads the timing keys, which virtual servers, real servers and checks have alike.</summary>
internal static class TimingReader
{
    public static CheckTiming Read(ConfigurationNode node, ValueReader values)
    {
        var delayLoop = values.Time(node["DelayLoop"]);
        var connectTimeout = values.Time(node["ConnectTimeout"]);
        var retry = values.Integer(node["Retry"]);
        var delayBeforeRetry = values.Time(node["DelayBeforeRetry"]);
        var warmup = values.Time(node["Warmup"]);
        if (delayLoop is null && connectTimeout is null && retry is null && delayBeforeRetry is null && warmup is null)
            return CheckTiming.Inherited;
        return new() { DelayLoop = delayLoop, ConnectTimeout = connectTimeout, Retry = retry, DelayBeforeRetry = delayBeforeRetry, Warmup = warmup };
    }
}
