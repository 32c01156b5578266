namespace FailoverIp.Cli.Supervision;

/// <summary>What is done at once for a node that has died: priority 0 for what was Active, and its addresses off. Everything is ready for it, so that it takes no time.</summary>
internal interface ILastWill : IDisposable
{
    /// <summary>Does it; returns what was done, one line, or null for nothing to do.</summary>
    /// <param name="engineIsDead">Whether the thread of the elections is known to be dead, although its process may still be there.</param>
    string? Execute(bool engineIsDead);
}
