namespace FailoverIp.Node;

/// <summary>Something that happened on a node.</summary>
/// <param name="At">When, by the time of day.</param>
/// <param name="Kind">What it happened to.</param>
/// <param name="Subject">The name of the instance, the failover address or the virtual server; with a real server its address after a space.</param>
/// <param name="What">What happened: the states of an instance (<c>Backup → Active</c>), the state of an address (<c>Routed</c>), or an <see cref="Lvs.LvsEventKind"/>.</param>
/// <param name="Reason">Why, in words, one line; empty where there is nothing to say.</param>
/// <param name="IsProblem">Whether something does not work as it should from then on.</param>
public sealed record EventStatus(DateTimeOffset At, NodeEventKind Kind, string Subject, string What, string Reason, bool IsProblem);

/// <summary>What an event happened to.</summary>
public enum NodeEventKind
{
    /// <summary>An instance has changed its state.</summary>
    Vrrp,

    /// <summary>The work on a failover address has changed.</summary>
    Route,

    /// <summary>A virtual server, or one of its real servers.</summary>
    VirtualServer,
}
