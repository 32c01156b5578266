using FailoverIp.Vrrp;

namespace FailoverIp.Cli.Supervision;

/// <summary>The last will of the elections, by the state file that they keep.</summary>
internal sealed class LastWill(VrrpLastWill prepared) : ILastWill
{
    /// <summary>Makes it ready for a node that runs these options, which takes a while; null where there is nothing that could be left.</summary>
    public static ILastWill? Prepare(VrrpEngineOptions options) => options.Routers.IsEmpty ? null : new LastWill(VrrpLastWill.Prepare(options));

    public string? Execute(bool engineIsDead)
    {
        var result = prepared.Execute(engineIsDead);
        if (result is { Routers: 0, Failures.IsEmpty: true })
            return null;
        var done = $"{result.Routers} Active virtual routers resigned and their addresses removed in {result.Elapsed.TotalMilliseconds:0.0} ms";
        return result.Failures.IsEmpty ? done : $"{done}; {string.Join("; ", result.Failures)}";
    }

    public void Dispose() => prepared.Dispose();
}
