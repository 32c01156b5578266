namespace FailoverIp.Vrrp;

/// <summary>A change of state of one virtual router. The epoch grows by one with each; work done on behalf of a role carries it.</summary>
/// <param name="Router">The router's name.</param>
/// <param name="From">The state before.</param>
/// <param name="To">The state after.</param>
/// <param name="Epoch">The number of this transition, from 1. It grows on for as long as the engine runs, also where a reload has the router start anew.</param>
/// <param name="At">When, by the time of day.</param>
/// <param name="Reason">Why, in a word.</param>
public readonly record struct VrrpTransition(string Router, VrrpState From, VrrpState To, long Epoch, DateTimeOffset At, TransitionReason Reason)
{
    /// <summary>Why, in one line for a person, such as <c>advert of 10.0.0.2 with priority 200 is higher than 100</c>.</summary>
    public string Detail { get; init; } = "";

    /// <summary>The effective priority of the router at that moment, 1 to 255.</summary>
    public int Priority { get; init; }
}
