using System.Collections.Immutable;

namespace FailoverIp.Vrrp;

/// <summary>Everything an engine is started with, or goes over to by <see cref="IVrrpEngine.ReloadAsync"/>. Immutable.</summary>
public sealed record VrrpEngineOptions
{
    /// <summary>The virtual routers.</summary>
    public ImmutableArray<VirtualRouterOptions> Routers { get; init; } = [];

    /// <summary>Those of them that change together.</summary>
    public ImmutableArray<SyncGroupOptions> SyncGroups { get; init; } = [];

    /// <summary>How long to wait before the virtual routers are started, 0 to 1000 s (keepalived: <c>vrrp_startup_delay</c>). Not with a reload.</summary>
    /// <value>Zero.</value>
    public TimeSpan StartupDelay { get; init; }

    /// <summary>
    /// How long after the boot of the machine the virtual routers are started at the earliest, 0 to 1000 s (keepalived: <c>vrrp_delay_after_boot</c>): networks and bonds
    /// need their time. The longer of both delays counts. Not with a reload.
    /// </summary>
    /// <value>Zero.</value>
    public TimeSpan DelayAfterBoot { get; init; }

    /// <summary>Interfaces that keep one distance between their announcements (keepalived: <c>garp_group</c>).</summary>
    public ImmutableArray<AnnouncementGroupOptions> AnnouncementGroups { get; init; } = [];

    /// <summary>
    /// Where the engine notes the addresses, routes and rules that it has put into the kernel, so that a later run removes what a killed one has left; null for
    /// nowhere. A reboot should empty its folder.
    /// </summary>
    public string? StatePath { get; init; }

    /// <summary>Every problem: those of each router, and what several of them have together; empty where there is none.</summary>
    public IReadOnlyList<VrrpOptionProblem> Validate() => VrrpEngineValidator.Validate(this);
}
