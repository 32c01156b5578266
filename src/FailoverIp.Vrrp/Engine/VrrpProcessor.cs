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
    private ImmutableArray<VirtualRouter> _routers;
    private readonly DeadlineHeap _deadlines = new();
    private readonly long _startupDelay;
    private readonly long _delayAfterBoot;
    private long _startAt = ElectionState.NoDeadline;
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
        options = GroupTracking.Apply(options);

        (_output, _wallClock, _onTransition, _onNotice) = (output, wallClock, onTransition, onNotice);
        (_startupDelay, _delayAfterBoot) = (options.StartupDelay.Ticks * 100, options.DelayAfterBoot.Ticks * 100);
        Index([.. options.Routers.Select(o => new VirtualRouter(o, wallClock.GetUtcNow()))], options);
    }

    /// <summary>Called with what happens without a transition, on the processor's thread, under the terms of transitions and in one order with them; null for nobody.</summary>
    public Action<VrrpIncident>? OnIncident { get; set; }

    /// <summary>When <see cref="OnTime"/> has to be called next, in nanoseconds; <see cref="long.MaxValue"/> for never.</summary>
    public long NextDeadline => Math.Min(Math.Min(_deadlines.Next, _nextPaced), Math.Min(Math.Min(_startAt, _takeoversDue), _removalsDue));

    /// <summary>What each virtual router is doing. May be called by any thread.</summary>
    public IReadOnlyList<VirtualRouterStatus> GetStatus() => [.. _routers.Select(r => r.GetStatus())];

    /// <summary>
    /// Starts all virtual routers, after <see cref="VrrpEngineOptions.StartupDelay"/> or <see cref="VrrpEngineOptions.DelayAfterBoot"/>. The interfaces that exist have
    /// been told by <see cref="OnInterface"/> before.
    /// </summary>
    /// <param name="now">The time.</param>
    /// <param name="sinceBoot">How long ago the machine was booted, in nanoseconds; long ago where nobody says.</param>
    public void Start(long now, long sinceBoot = long.MaxValue)
    {
        var delay = Math.Max(_startupDelay, _delayAfterBoot > sinceBoot ? _delayAfterBoot - sinceBoot : 0);
        if (delay == 0)
        {
            StartRouters(now);
            return;
        }
        _startAt = now + delay;
        foreach (var router in _routers)
        {
            // What a crashed run has left behind must not wait.
            if (!router.Parameters.IsOwner)
                RemoveAddresses(router);
        }
    }

    /// <summary>
    /// Stops all virtual routers: first every Active one sends priority 0, then the addresses are removed. Whatever fails for one router, the others are
    /// stopped; the first failure is thrown at the end.
    /// </summary>
    public void Stop(long now)
    {
        _startAt = ElectionState.NoDeadline;
        var failure = Resign(_routers, TransitionReason.Stopped, now);
        _started = false;
        if (failure is not null)
            ExceptionDispatchInfo.Throw(failure);
    }

    /// <summary>Does what is due: the elections' timers first, announcements and repairs after them.</summary>
    public void OnTime(long now)
    {
        SendPaced(now); // first, while now is the time: changes in the kernel may take their own
        if (_startAt <= now)
            StartRouters(now);
        _addsLater = true;
        while (_deadlines.Next <= now)
        {
            var router = _deadlines.First;
            if (router.LinkDue <= now)
                CountLinks(router, now);
            if (router.Election.Deadline <= now)
                Step(router, new(ElectionEventKind.TimerExpired), now);
            if (router.Repair.Due <= now)
                RepairAddresses(router, now);
            if (router.Announcements.Due <= now)
                SendAnnouncements(router, now);
            if (router.PutBack is { } putBack && putBack.Due <= now)
                TryPutBack(router, putBack, now);
            if (router.ExtraDue <= now)
                SendExtra(router, now);
            _deadlines.Update(router);
        }
        _addsLater = false;
        FinishTakeovers(now, TakeoversPerTurn);
        if (_removalsDue <= now)
            RepeatRemovals(now);
        TellLeft();
    }

    /// <summary>
    /// This machine stood still for <paramref name="pause"/> nanoseconds, or this process did, and what waited in its sockets meanwhile has been read: who may have been
    /// counted as gone listens before it acts again.
    /// </summary>
    public void OnPaused(long pause, long now)
    {
        foreach (var router in _routers)
            Step(router, ElectionEvent.Paused(pause), now);
    }

    private void StartRouters(long now)
    {
        _startAt = ElectionState.NoDeadline;
        _started = true;
        foreach (var router in _routers)
            FindLinks(router, now);
        AwaitLinks(_routers, now);
        foreach (var router in _routers)
            Review(router, now); // all of them first: a Fault is a whole group's
        foreach (var router in _routers)
            BeginOrAwaitLink(router, now);
    }

    private void Begin(VirtualRouter router, long now)
    {
        router.Wire.Authentication.Resume(_output.LastSequence(router.Options.Name));
        Step(router, router.FaultCause is { } cause ? ElectionEvent.Fault(cause.Reason) : new(ElectionEventKind.Startup), now);
    }

    // First every priority 0, then the addresses: the others need not wait for our kernel.
    private Exception? Resign(IReadOnlyList<VirtualRouter> routers, TransitionReason reason, long now)
    {
        Exception? failure = null;
        var held = new List<VirtualRouter>();
        AbandonTakeovers(routers, now);
        foreach (var router in routers)
        {
            Try(() =>
            {
                var before = router.Election;
                var shutdown = new ElectionEvent(ElectionEventKind.Shutdown);
                var step = Election.Step(router.Parameters, before, shutdown, now) with { Reason = reason };
                if ((step.Actions & ElectionActions.RemoveAddresses) != ElectionActions.None)
                    held.Add(router);
                router.Election = step.State;
                _deadlines.Update(router);
                if (step.State.State != before.State)
                    Publish(router, before, shutdown, step, now);
                _deadlines.Update(router);
                if ((step.Actions & ElectionActions.SendPriorityZero) != ElectionActions.None)
                    Send(router, resign: true);
            });
        }
        foreach (var router in held)
            Try(() => RemoveAddresses(router));
        return failure;

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

    private void Step(VirtualRouter router, in ElectionEvent @event, long now)
    {
        var previous = router.Election;
        if (@event.Kind == ElectionEventKind.AdvertisementReceived)
            Note(router, @event, now);
        Carry(router, previous, @event, Election.Step(router.Parameters, previous, @event, now), now);
    }

    private void Carry(VirtualRouter router, in ElectionState previous, in ElectionEvent @event, in ElectionStep step, long now)
    {
        if (router.Takeover != 0)
            FinishTakeover(router, now);
        router.Election = step.State;
        _deadlines.Update(router); // at once: what follows may move others about, and the heap is in order for none where it is not for one
        var before = previous.State;
        var changed = step.State.State != before;
        // The advert of priority 0 is a farewell, not a rival's.
        if (before == VrrpState.Active && !changed && @event is { Kind: ElectionEventKind.AdvertisementReceived, Priority: > 0 } && (step.Actions & ElectionActions.Announce) != ElectionActions.None)
            OnIncident?.Invoke(new(router.Options.Name, VrrpIncidentKind.LowerPriorityReceived, before, router.Parameters.Priority) { Source = router });
        if (_addsLater && changed && step.State.State == VrrpState.Active)
        {
            AddLater(router, previous, @event, step);
            Act(router, step.Actions & ~ElectionActions.AddAddresses, now);
            _deadlines.Update(router);
            if (router.Group is not null)
                Synchronise(router, previous, @event, now);
            return;
        }

        // The end of a role is told before the kernel is asked for anything, so that its work stops first; its beginning is told when the
        // addresses are there, and before the burst of announcements.
        if (changed && before == VrrpState.Active)
            Publish(router, previous, @event, step, now);
        if (step.Actions != ElectionActions.None)
            Act(router, step.Actions, now);
        if (changed && before != VrrpState.Active)
            Publish(router, previous, @event, step, now);
        if ((step.Actions & ElectionActions.Announce) != ElectionActions.None)
        {
            Announce(router, changed, now);
            _deadlines.Update(router);
            if (!changed)
                AnnounceWithGroup(router, now);
        }
        if (router.Group is not null)
            Synchronise(router, previous, @event, now);
    }

    private void Note(VirtualRouter router, in ElectionEvent advert, long now)
    {
        router.LowerHeard = advert.Priority < router.Parameters.Priority ? advert.Priority : (byte)0;
        if (advert.Priority != ElectionParameters.OwnerPriority || !router.Parameters.IsOwner || advert.Source == router.OtherOwner || !router.OwnerNotices.TryPass(now))
            return;
        router.OtherOwner = advert.Source;
        _onNotice(new(router.Options.Name, $"{Source(router, advert)} has priority 255 too: only one router can own the addresses, and one of the two is configured wrongly"));
    }

    private void Act(VirtualRouter router, ElectionActions actions, long now)
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

    private void Publish(VirtualRouter router, in ElectionState previous, in ElectionEvent @event, in ElectionStep step, long now)
    {
        var to = step.State.State;
        if (to != VrrpState.Active)
        {
            router.Announcements.Cancel();
            router.ExtraDue = ElectionState.NoDeadline;
            router.Repair.Cancel();
            _deadlines.Update(router);
        }
        var detail = Describe(router, previous, @event, step, now);
        router.LowerHeard = 0;
        router.ActiveRouter = to == VrrpState.Active ? router.Wire.Source : null;
        var role = new VirtualRouter.RoleSnapshot(to, _wallClock.GetUtcNow(), router.Role.Epoch + 1, to == VrrpState.Fault ? router.FaultCause?.Text : null);
        router.Role = role;
        _onTransition(new(router.Options.Name, previous.State, to, role.Epoch, role.Since, step.Reason) { Detail = detail, Priority = router.Parameters.Priority });
    }

    internal static void Demand(VrrpEngineOptions options)
    {
        if (options.Validate().FirstOrDefault(p => !p.IsWarning) is { Message: not null } problem)
            throw new VrrpException($"{(problem.Router is { Length: > 0 } router ? router + ": " : "")}{problem.Option}: {problem.Message}");
    }

    private FrozenDictionary<string, VirtualRouter[]> ByName(Func<VirtualRouter, IEnumerable<string>> names) =>
        _routers.SelectMany(router => names(router).Distinct(StringComparer.Ordinal).Select(name => (name, router))).GroupBy(p => p.name, p => p.router, StringComparer.Ordinal)
            .ToFrozenDictionary(g => g.Key, g => g.ToArray(), StringComparer.Ordinal);

    private static ImmutableHashSet<IPAddress> AddressesOf(IEnumerable<VirtualRouter> routers) =>
        routers.SelectMany(r => r.Addresses).Select(a => a.Address).ToImmutableHashSet();
}
