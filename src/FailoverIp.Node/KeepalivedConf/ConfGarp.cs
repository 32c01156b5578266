namespace FailoverIp.Node;

/// <summary>How addresses are announced, as it was given.</summary>
internal sealed class ConfGarp
{
    public Given<long>? Repeat { get; set; }

    public Given<TimeSpan>? Delay { get; set; }

    public Given<TimeSpan>? Refresh { get; set; }

    public Given<long>? RefreshRepeat { get; set; }

    public Given<TimeSpan>? ExtraInterval { get; set; }

    public Given<long>? LowerPriorityRepeat { get; set; }

    public Given<TimeSpan>? LowerPriorityDelay { get; set; }

    public Given<TimeSpan>? Interval { get; set; }

    public Given<TimeSpan>? NeighbourInterval { get; set; }
}
