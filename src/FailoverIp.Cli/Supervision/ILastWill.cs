using FailoverIp.Vrrp;

namespace FailoverIp.Cli.Supervision;

/// <summary>What is done at once for a node that has died: priority 0 for what was Active, and its addresses off.</summary>
internal interface ILastWill : IDisposable
{
    /// <summary>Makes everything ready for a node that runs these options, so that <see cref="Execute"/> takes no time.</summary>
    void Prepare(VrrpEngineOptions options);

    /// <summary>Does it; returns what was done, one line, or null for nothing to do.</summary>
    /// <param name="engineIsDead">Whether the thread of the elections is known to be dead, although its process may still be there.</param>
    string? Execute(bool engineIsDead);
}
