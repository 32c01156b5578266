using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Net;
using System.Runtime.ExceptionServices;

namespace FailoverIp.Vrrp;

/// <summary>
/// Drives the elections of many virtual routers: packets, interface changes and time go in, actions go out to an <see cref="IVrrpOutput"/>. It has no
/// thread, no socket and no clock of its own, so the same code runs on Linux and on a simulated LAN under virtual time.
/// </summary>
/// <remarks>
/// All methods but <see cref="GetStatus"/> are called by one thread, with <c>now</c> in nanoseconds on one monotonic clock. In the steady state nothing
/// is allocated.
/// </remarks>
public sealed partial class VrrpProcessor
{
    private readonly IVrrpOutput _output;
    private readonly TimeProvider _wallClock;
    private readonly Action<VrrpTransition> _onTransition;
    private readonly Action<VrrpNotice> _onNotice;
    private readonly ImmutableArray<VirtualRouter> _routers;
    private readonly DeadlineHeap _deadlines = new();
    private bool _started;

    /// <summary>Creates the processor. Nothing happens before <see cref="Start"/>.</summary>
    /// <param name="options">What to run.</param>
    /// <param name="output">Where actions go.</param>
    /// <param name="wallClock">Tells the time of day of transitions.</param>
    /// <param name="onTransition">Called with each transition, on the processor's thread. It returns at once and does not throw.</param>
    /// <param name="onNotice">Called with each notice, on the processor's thread. It returns at once and does not throw.</param>
    /// <exception cref="VrrpException">The options are not valid.</exception>
    public VrrpProcessor(
        VrrpEngineOptions options, IVrrpOutput output, TimeProvider wallClock, Action<VrrpTransition> onTransition, Action<VrrpNotice> onNotice)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(wallClock);
        Demand(options);

        (_output, _wallClock, _onTransition, _onNotice) = (output, wallClock, onTransition, onNotice);
        _routers = [.. options.Routers.Select(o => new VirtualRouter(o, wallClock.GetUtcNow()))];
        foreach (var router in _routers)
            _deadlines.Add(router);
        _byAdvertInterface = ByInterface(r => [r.Options.Interface]);
        _byAddressInterface = ByInterface(r => r.AddressInterfaces.Concat(r.Holdings.RouteInterfaces.SelectMany(n => n).OfType<string>()).Distinct(StringComparer.Ordinal));
        _virtualAddresses = AddressesOf(_routers);
        _ownedAddresses = AddressesOf(_routers.Where(r => r.Parameters.IsOwner));
        MarkSharedAddresses();
    }

    /// <summary>When <see cref="OnTime"/> has to be called next, in nanoseconds; <see cref="long.MaxValue"/> for never.</summary>
    public long NextDeadline => Math.Min(_deadlines.Next, _nextPaced);

    /// <summary>The names of the interfaces that adverts go over.</summary>
    public IEnumerable<string> AdvertInterfaces => _byAdvertInterface.Keys;

    /// <summary>What each virtual router is doing. May be called by any thread.</summary>
    public IReadOnlyList<VirtualRouterStatus> GetStatus() => [.. _routers.Select(r => r.GetStatus())];

    /// <summary>Starts all virtual routers. The interfaces that exist have been told by <see cref="OnInterface"/> before.</summary>
    public void Start(long now)
    {
        _started = true;
        foreach (var router in _routers)
            Step(router, new(UnusableReason(router) is null ? ElectionEventKind.Startup : ElectionEventKind.InterfaceDown), now);
    }

    /// <summary>
    /// Stops all virtual routers: first every Active one sends priority 0, then the addresses are removed. Whatever fails for one router, the others are
    /// stopped; the first failure is thrown at the end.
    /// </summary>
    public void Stop(long now)
    {
        Exception? failure = null;
        var held = new List<VirtualRouter>();
        foreach (var router in _routers)
        {
            Try(() =>
            {
                var before = router.Election.State;
                var step = Election.Step(router.Parameters, router.Election, new(ElectionEventKind.Shutdown), now);
                if ((step.Actions & ElectionActions.RemoveAddresses) != ElectionActions.None)
                    held.Add(router);
                router.Election = step.State;
                if (step.State.State != before)
                    Publish(router, before, step);
                _deadlines.Update(router);
                if ((step.Actions & ElectionActions.SendPriorityZero) != ElectionActions.None)
                    Send(router, resign: true);
            });
        }
        foreach (var router in held)
            Try(() => RemoveAddresses(router));
        _started = false;
        if (failure is not null)
            ExceptionDispatchInfo.Throw(failure);

        void Try(Action work)
        {
            try
            {
                work();
            }
            catch (Exception e)
            {
                failure ??= e;
            }
        }
    }

    /// <summary>Does what is due: the elections' timers first, announcements and repairs after them.</summary>
    public void OnTime(long now)
    {
        SendPaced(now); // first, while now is the time: changes in the kernel may take their own
        while (_deadlines.Next <= now)
        {
            var router = _deadlines.First;
            if (router.Election.Deadline <= now)
                Step(router, new(ElectionEventKind.TimerExpired), now);
            if (router.Repair.Due <= now)
                RepairAddresses(router, now);
            if (router.Announcements.Due <= now)
                SendAnnouncements(router, now);
            _deadlines.Update(router);
        }
    }

    private void Step(VirtualRouter router, in ElectionEvent @event, long now)
    {
        var before = router.Election.State;
        var step = Election.Step(router.Parameters, router.Election, @event, now);
        router.Election = step.State;
        var changed = step.State.State != before;

        // The end of a role is told before the kernel is asked for anything, so that its work stops first; its beginning is told when the
        // addresses are there, and before the burst of announcements.
        if (changed && before == VrrpState.Active)
            Publish(router, before, step);
        if (step.Actions != ElectionActions.None)
            Act(router, step.Actions);
        if (changed && before != VrrpState.Active)
            Publish(router, before, step);
        if ((step.Actions & ElectionActions.Announce) != ElectionActions.None)
            Announce(router, changed, now);
        _deadlines.Update(router);
    }

    private void Act(VirtualRouter router, ElectionActions actions)
    {
        if ((actions & ElectionActions.SendAdvertisement) != ElectionActions.None)
            Send(router, resign: false);
        if ((actions & ElectionActions.SendPriorityZero) != ElectionActions.None)
            Send(router, resign: true);
        if ((actions & ElectionActions.RemoveAddresses) != ElectionActions.None)
            RemoveAddresses(router);
        if ((actions & ElectionActions.AddAddresses) != ElectionActions.None)
            AddAddresses(router);
    }

    private void Publish(VirtualRouter router, VrrpState from, in ElectionStep step)
    {
        var to = step.State.State;
        if (to != VrrpState.Active)
        {
            router.Announcements.Cancel();
            router.Repair.Cancel();
        }
        router.ActiveRouter = to == VrrpState.Active ? (uint)router.Parameters.LocalAddress : 0;
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

    private static void Demand(VrrpEngineOptions options)
    {
        if (options.Validate().FirstOrDefault(p => !p.IsWarning) is { Message: not null } problem)
            throw new VrrpException($"{(problem.Router is { Length: > 0 } router ? router + ": " : "")}{problem.Option}: {problem.Message}");
    }

    private FrozenDictionary<string, VirtualRouter[]> ByInterface(Func<VirtualRouter, IEnumerable<string>> names) =>
        _routers.SelectMany(router => names(router).Select(name => (name, router))).GroupBy(p => p.name, p => p.router, StringComparer.Ordinal)
            .ToFrozenDictionary(g => g.Key, g => g.ToArray(), StringComparer.Ordinal);

    private static ImmutableHashSet<IPAddress> AddressesOf(IEnumerable<VirtualRouter> routers) =>
        routers.SelectMany(r => r.Addresses).Select(a => a.Address).ToImmutableHashSet();
}
