using FailoverIp.Vrrp;

namespace FailoverIp.Node;

/// <summary>One change of state of an instance.</summary>
/// <param name="At">When, by the time of day.</param>
/// <param name="From">The state before.</param>
/// <param name="To">The state after.</param>
/// <param name="Epoch">The number of this transition, from 1.</param>
/// <param name="Reason">Why, in words, one line.</param>
public sealed record TransitionStatus(DateTimeOffset At, VrrpState From, VrrpState To, long Epoch, string Reason);
