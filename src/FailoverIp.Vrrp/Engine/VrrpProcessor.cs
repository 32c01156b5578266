using System.Collections.Immutable;
using System.Net;

namespace FailoverIp.Vrrp;

/// <summary>
/// Drives the elections of many virtual routers: packets, interface changes and time go in, actions go out to an <see cref="IVrrpOutput"/>. It has no
/// thread, no socket and no clock of its own, so the same code runs on Linux and on a simulated LAN under virtual time.
/// </summary>
/// <remarks>
/// All methods are called by one thread, with <c>now</c> in nanoseconds on one monotonic clock. In the steady state nothing is allocated.
/// </remarks>
public sealed partial class VrrpProcessor
{
    private readonly IVrrpOutput _output;
    private readonly TimeProvider _wallClock;
    private readonly Action<VrrpTransition> _onTransition;
    private readonly Action<VrrpNotice> _onNotice;
    private readonly ImmutableArray<VirtualRouter> _routers;
    private readonly DeadlineHeap _deadlines = new();
    private readonly Dictionary<int, InterfacePort> _ports = [];
    private readonly Dictionary<string, InterfaceStatus> _interfaces = new(StringComparer.Ordinal);
    private readonly ImmutableHashSet<IPAddress> _virtualAddresses;
    private readonly ImmutableHashSet<IPAddress> _ownedAddresses;
    private bool _started;
    private long _unknownVirtualRouterIds;

    /// <summary>Creates the processor. Nothing happens before <see cref="Start"/>.</summary>
    /// <param name="routers">The virtual routers; their options are valid.</param>
    /// <param name="output">Where actions go.</param>
    /// <param name="wallClock">Tells the time of day of transitions.</param>
    /// <param name="onTransition">Called with each transition, on the processor's thread.</param>
    /// <param name="onNotice">Called with each notice, on the processor's thread.</param>
    /// <exception cref="VrrpException">The options of a router are not valid.</exception>
    public VrrpProcessor(
        IReadOnlyList<VirtualRouterOptions> routers, IVrrpOutput output, TimeProvider wallClock, Action<VrrpTransition> onTransition, Action<VrrpNotice> onNotice)
    {
        ArgumentNullException.ThrowIfNull(routers);
        ArgumentNullException.ThrowIfNull(wallClock);
        foreach (var options in routers)
        {
            if (options.Validate().FirstOrDefault(p => !p.IsWarning) is { Message: not null } problem)
                throw new VrrpException($"{options.Name}: {problem.Option}: {problem.Message}");
        }

        (_output, _wallClock, _onTransition, _onNotice) = (output, wallClock, onTransition, onNotice);
        _routers = [.. routers.Select(o => new VirtualRouter(o, wallClock.GetUtcNow()))];
        foreach (var router in _routers)
            _deadlines.Add(router);
        _virtualAddresses = Addresses(_routers);
        _ownedAddresses = Addresses(_routers.Where(r => r.Parameters.IsOwner));
    }

    /// <summary>When <see cref="OnTime"/> has to be called next, in nanoseconds; <see cref="long.MaxValue"/> for never.</summary>
    public long NextDeadline => _deadlines.Next;

    /// <summary>Adverts of virtual routers that are not this node's.</summary>
    public long UnknownVirtualRouterIds => Volatile.Read(ref _unknownVirtualRouterIds);

    /// <summary>The names of the interfaces that adverts go over.</summary>
    public IEnumerable<string> AdvertInterfaces => _routers.Select(r => r.Options.Interface).Distinct(StringComparer.Ordinal);

    /// <summary>
    /// Chooses the source of adverts from the IPv4 addresses of an interface: the first that does not move with a role. Where there is no other, an address owner
    /// (priority 255) sends from the address that it owns. Null where none serves.
    /// </summary>
    public IPAddress? ChooseSource(IReadOnlyList<IPAddress> addresses) =>
        addresses.FirstOrDefault(a => !_virtualAddresses.Contains(a)) ?? addresses.FirstOrDefault(_ownedAddresses.Contains);

    /// <summary>What each virtual router is doing. May be called by any thread.</summary>
    public IReadOnlyList<VirtualRouterStatus> GetStatus() => [.. _routers.Select(r => r.GetStatus())];

    /// <summary>Starts all virtual routers. The interfaces that exist have been told by <see cref="OnInterface"/> before.</summary>
    public void Start(long now)
    {
        _started = true;
        foreach (var router in _routers)
        {
            if (UnusableReason(router) is null)
                Step(router, new(ElectionEventKind.Startup), now);
            else
                Step(router, new(ElectionEventKind.InterfaceDown), now);
        }
    }

    /// <summary>Stops all virtual routers: Active ones send priority 0, then their addresses are removed.</summary>
    public void Stop(long now)
    {
        foreach (var router in _routers)
            Step(router, new(ElectionEventKind.Shutdown), now);
        _started = false;
    }

    /// <summary>Does what is due.</summary>
    public void OnTime(long now)
    {
        while (_deadlines.Next <= now)
        {
            var router = _deadlines.First;
            if (router.Announcements.Due <= now)
                SendAnnouncements(router, now);
            if (router.Election.Deadline <= now)
                Step(router, new(ElectionEventKind.TimerExpired), now);
            _deadlines.Update(router);
        }
    }

    private static ImmutableHashSet<IPAddress> Addresses(IEnumerable<VirtualRouter> routers) =>
        routers.SelectMany(r => r.Addresses).Select(a => a.Address).ToImmutableHashSet();

    private void Step(VirtualRouter router, in ElectionEvent @event, long now)
    {
        var before = router.Election.State;
        var step = Election.Step(router.Parameters, router.Election, @event, now);
        router.Election = step.State;
        if (step.Actions != ElectionActions.None)
            Act(router, step, now);
        if (step.State.State != before)
            Publish(router, before, step);
        _deadlines.Update(router);
    }

    private void Act(VirtualRouter router, in ElectionStep step, long now)
    {
        if ((step.Actions & ElectionActions.SendAdvertisement) != ElectionActions.None)
            Send(router, resign: false);
        if ((step.Actions & ElectionActions.SendPriorityZero) != ElectionActions.None)
            Send(router, resign: true);
        if ((step.Actions & ElectionActions.RemoveAddresses) != ElectionActions.None)
            RemoveAddresses(router);
        if ((step.Actions & ElectionActions.AddAddresses) != ElectionActions.None)
            AddAddresses(router);
        if ((step.Actions & ElectionActions.Announce) == ElectionActions.None)
            return;
        if (step.Reason != TransitionReason.None)
        {
            router.Announcements.Begin(now);
            SendAnnouncements(router, now);
        }
        else
        {
            router.Announcements.BeginAgain(now);
        }
    }

    private void Publish(VirtualRouter router, VrrpState from, in ElectionStep step)
    {
        var to = step.State.State;
        if (to != VrrpState.Active)
            router.Announcements.Cancel();
        router.SetActiveRouter(to == VrrpState.Active ? (uint)router.Parameters.LocalAddress : 0);
        var role = new VirtualRouter.RoleSnapshot(to, _wallClock.GetUtcNow(), router.Role.Epoch + 1, to == VrrpState.Fault ? UnusableReason(router) : null);
        router.Role = role;
        _onTransition(new(router.Options.Name, from, to, role.Epoch, role.Since, step.Reason));
    }

    private void Send(VirtualRouter router, bool resign)
    {
        if (router.Adverts is not { } adverts || router.Interface is not { } @interface)
            return;
        if (_output.Send(@interface.Index, resign ? adverts.PriorityZero : adverts.Normal))
            router.CountSent();
    }

    private void SendAnnouncements(VirtualRouter router, long now)
    {
        for (var i = 0; i < router.Options.Announcements.Repeat; i++)
        {
            for (var a = 0; a < router.Addresses.Length; a++)
            {
                if (_interfaces.TryGetValue(router.AddressInterfaces[a], out var @interface))
                    _output.Announce(@interface, router.Addresses[a]);
            }
        }
        router.Announcements.Sent(now, router.Options.Announcements.Delay.Ticks * 100);
    }

    private void AddAddresses(VirtualRouter router)
    {
        for (var a = 0; a < router.Addresses.Length; a++)
        {
            if (_interfaces.TryGetValue(router.AddressInterfaces[a], out var @interface))
                _output.AddAddress(@interface.Index, router.Addresses[a]);
            else
                _onNotice(new(router.Options.Name, $"{router.Addresses[a]} waits: there is no interface {router.AddressInterfaces[a]}"));
        }
    }

    private void RemoveAddresses(VirtualRouter router)
    {
        for (var a = 0; a < router.Addresses.Length; a++)
        {
            if (_interfaces.TryGetValue(router.AddressInterfaces[a], out var @interface) && !IsHeldByAnother(router, a))
                _output.RemoveAddress(@interface.Index, router.Addresses[a]);
        }
    }

    // Two routers may carry the same excluded address; it stays while one of them is Active.
    private bool IsHeldByAnother(VirtualRouter router, int address)
    {
        foreach (var other in _routers)
        {
            if (other == router || other.Election.State != VrrpState.Active)
                continue;
            for (var i = 0; i < other.Addresses.Length; i++)
            {
                if (other.Addresses[i].Address.Equals(router.Addresses[address].Address)
                    && string.Equals(other.AddressInterfaces[i], router.AddressInterfaces[address], StringComparison.Ordinal))
                    return true;
            }
        }
        return false;
    }
}
