namespace FailoverIp.Vrrp;

/// <summary>Something that happened to a virtual router and left its state as it is.</summary>
/// <param name="Router">The router's name.</param>
/// <param name="Kind">What it was.</param>
/// <param name="State">The state, which is Active or Backup.</param>
/// <param name="Priority">The effective priority now, 1 to 255.</param>
public readonly record struct VrrpIncident(string Router, VrrpIncidentKind Kind, VrrpState State, int Priority)
{
    /// <summary>The router whose next advert of a lower priority is told again once this one has been; null for other kinds.</summary>
    internal VirtualRouter? Source { get; init; }
}

/// <summary>What may happen to a virtual router without a transition.</summary>
public enum VrrpIncidentKind
{
    /// <summary>While Active it has heard an advert that did not make it yield: another router was Active beside it. Adverts that arrive before an observer has been told of one are one.</summary>
    LowerPriorityReceived,

    /// <summary>Its effective priority has changed.</summary>
    PriorityChanged,
}
