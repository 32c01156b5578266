using FailoverIp.Vrrp;

namespace FailoverIp.Cli.Supervision;

/// <summary>The last will of the elections, by the state file that they keep.</summary>
internal sealed class LastWill : ILastWill
{
    private VrrpLastWill? _prepared;

    public void Prepare(VrrpEngineOptions options)
    {
        // The new one first: where it cannot be had, the one before is better than none.
        var prepared = options.Routers.IsEmpty ? null : VrrpLastWill.Prepare(options);
        _prepared?.Dispose();
        _prepared = prepared;
    }

    public string? Execute(bool engineIsDead)
    {
        if (_prepared?.Execute(engineIsDead) is not { } result || result is { Routers: 0, Failures.IsEmpty: true })
            return null;
        var done = $"{result.Routers} Active virtual routers resigned and their addresses removed in {result.Elapsed.TotalMilliseconds:0.0} ms";
        return result.Failures.IsEmpty ? done : $"{done}; {string.Join("; ", result.Failures)}";
    }

    public void Dispose() => _prepared?.Dispose();
}
