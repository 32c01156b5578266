namespace FailoverIp.Simulation;

/// <summary>What strikes one request before it is known whether a write is accepted.</summary>
/// <param name="Latency">The sum of the delays.</param>
/// <param name="Answer">The fault of the answer; null for none.</param>
/// <param name="Kinds">Everything that struck, in order.</param>
internal sealed record FaultStrike(TimeSpan Latency, Fault? Answer, IReadOnlyList<FaultKind> Kinds);
