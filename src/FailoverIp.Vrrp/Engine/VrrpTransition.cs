namespace FailoverIp.Vrrp;

/// <summary>A change of state of one virtual router. The epoch grows by one with each; work done on behalf of a role carries it.</summary>
/// <param name="Router">The router's name.</param>
/// <param name="From">The state before.</param>
/// <param name="To">The state after.</param>
/// <param name="Epoch">The number of this transition, from 1.</param>
/// <param name="At">When, by the time of day.</param>
/// <param name="Reason">Why.</param>
public readonly record struct VrrpTransition(string Router, VrrpState From, VrrpState To, long Epoch, DateTimeOffset At, TransitionReason Reason);
