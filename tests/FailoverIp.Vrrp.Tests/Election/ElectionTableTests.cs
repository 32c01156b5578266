namespace FailoverIp.Vrrp.Tests;

/// <summary>Every state × every event × every relation of priorities and addresses × every option of the election: what must come of it, said once more in other words.</summary>
public class ElectionTableTests
{
    private const long Second = 1_000_000_000;
    private const long Now = 1000 * Second;
    private const long PeersInterval = 2 * Second;
    private static readonly UInt128 Own = 5;
    private static readonly UInt128[] Sources = [1, Own, 9];

    private static IEnumerable<ElectionParameters> Parameters()
    {
        foreach (var version in new[] { VrrpVersion.V2, VrrpVersion.V3 })
        {
            foreach (var priority in new byte[] { 1, 100, 254, 255 })
            {
                for (var flags = 0; flags < 64; flags++)
                {
                    yield return new(version, priority, Second, (flags & 1) != 0, Own)
                    {
                        LowerPriorityNoAdvert = (flags & 2) != 0,
                        HigherPrioritySendAdvert = (flags & 4) != 0,
                        OwnerIgnoresAdverts = (flags & 8) != 0,
                        InGroup = (flags & 16) != 0,
                        PreemptDelay = (flags & 32) != 0 ? 10 * Second : 0,
                    };
                }
            }
        }
    }

    private static IEnumerable<ElectionState> States(ElectionParameters p)
    {
        yield return ElectionState.Initial;
        yield return new(VrrpState.Fault, ElectionState.NoDeadline, 0, false);
        foreach (var late in new[] { 0, Second / 20, Second, Second + 1, 2 * Second, (2 * Second) + 1, p.ActiveDownInterval(Second), p.ActiveDownInterval(Second) + 1 })
        {
            yield return new(VrrpState.Active, Now - late, Second, false);
            yield return new(VrrpState.Backup, Now - late, Second, false);
            yield return new(VrrpState.Backup, Now - late, Second, true);
            yield return new(VrrpState.Backup, Now - late, Second, false) { PreemptAt = Now };
            yield return new(VrrpState.Backup, Now - late, Second, false) { PreemptAt = Now + 1 };
        }
        if (p.InGroup)
            yield return new(VrrpState.Backup, ElectionState.NoDeadline, Second, false) { WantsActive = true };
    }

    private static IEnumerable<ElectionEvent> Events(ElectionParameters p)
    {
        foreach (var kind in Enum.GetValues<ElectionEventKind>())
        {
            if (kind == ElectionEventKind.AdvertisementReceived)
            {
                foreach (var priority in new[] { 0, 1, p.Priority - 1, p.Priority, p.Priority + 1, 255 }.Where(x => x is >= 0 and <= 255).Distinct())
                {
                    foreach (var source in Sources)
                        yield return ElectionEvent.Advertisement((byte)priority, PeersInterval, source);
                }
            }
            else if (kind == ElectionEventKind.Paused)
            {
                foreach (var pause in new[] { Second / 20, Second, Second + 1, 2 * Second, (2 * Second) + 1, p.ActiveDownInterval(Second), p.ActiveDownInterval(Second) + 1 })
                    yield return ElectionEvent.Paused(pause);
            }
            else
            {
                yield return new(kind) { Reason = kind is ElectionEventKind.Fault or ElectionEventKind.Recovery ? TransitionReason.TrackedDown : TransitionReason.None };
            }
        }
    }

    [Fact]
    public void Every_state_and_event_leads_where_the_table_says()
    {
        var checks = 0;
        foreach (var p in Parameters())
        {
            foreach (var state in States(p))
            {
                foreach (var e in Events(p))
                {
                    var step = Election.Step(p, state, e, Now);
                    step.ShouldBe(Expected(p, state, e), $"{p} {state} {e}");
                    checks++;
                }
            }
        }
        checks.ShouldBeGreaterThan(400_000);
    }

    private static ElectionStep Expected(ElectionParameters p, ElectionState s, ElectionEvent e) => (s.State, e.Kind) switch
    {
        (VrrpState.Initialize, ElectionEventKind.Startup) => p is { Priority: 255, InGroup: false } ? ToActive(p, TransitionReason.AddressOwner) : ToListening(p, TransitionReason.Started),
        (VrrpState.Initialize, ElectionEventKind.Fault) => ToFault(e, ElectionActions.RemoveAddresses),
        (VrrpState.Initialize, _) => Same(s),

        (VrrpState.Fault, ElectionEventKind.Recovery) => ToListening(p, TransitionReason.TrackedDown),
        (VrrpState.Fault, ElectionEventKind.Shutdown) => ToInitialize(ElectionActions.None),
        (VrrpState.Fault, _) => Same(s),

        (VrrpState.Backup, ElectionEventKind.TimerExpired) =>
            s.Deadline < Now - Second ? Same(s with { Deadline = Now + Down(p, Second), ActiveResigned = false })
            : p.InGroup ? Same(s with { Deadline = ElectionState.NoDeadline, WantsActive = true })
            : ToActive(p, s.ActiveResigned ? TransitionReason.ActiveResigned : TransitionReason.ActiveDown),
        (VrrpState.Backup, ElectionEventKind.AdvertisementReceived) => BackupHears(p, s, e),
        (VrrpState.Backup, ElectionEventKind.Paused) => e.Pause > Second ? Same(s with { Deadline = Now + Down(p, Second), ActiveResigned = false, WantsActive = false }) : Same(s),
        (VrrpState.Backup, ElectionEventKind.GroupActive) => ToActive(p, TransitionReason.SyncGroup),
        (VrrpState.Backup, ElectionEventKind.Fault) => ToFault(e, ElectionActions.None),
        (VrrpState.Backup, ElectionEventKind.Shutdown) => ToInitialize(ElectionActions.None),
        (VrrpState.Backup, _) => Same(s),

        (VrrpState.Active, ElectionEventKind.TimerExpired) => ActiveLate(p, s, Now - s.Deadline, isPause: false),
        (VrrpState.Active, ElectionEventKind.Paused) => ActiveLate(p, s, e.Pause, isPause: true),
        (VrrpState.Active, ElectionEventKind.AdvertisementReceived) => ActiveHears(p, s, e),
        (VrrpState.Active, ElectionEventKind.GroupBackup) =>
            new(new(VrrpState.Backup, Now + Down(p, Second), Second, false), ElectionActions.SendPriorityZero | ElectionActions.RemoveAddresses, TransitionReason.SyncGroup),
        (VrrpState.Active, ElectionEventKind.Fault) => ToFault(e, ElectionActions.SendPriorityZero | ElectionActions.RemoveAddresses),
        (VrrpState.Active, ElectionEventKind.Shutdown) => ToInitialize(ElectionActions.SendPriorityZero | ElectionActions.RemoveAddresses),
        _ => Same(s),
    };

    private static ElectionStep BackupHears(ElectionParameters p, ElectionState s, ElectionEvent e)
    {
        var interval = p.Version == VrrpVersion.V2 ? Second : PeersInterval;
        if (p is { Priority: 255, OwnerIgnoresAdverts: true })
            return Same(s);
        if (e.Priority == 0)
            return Same(s with { Deadline = Now + Skew(p, Second), ActiveResigned = true, WantsActive = false });
        if (e.Priority >= p.Priority || (!p.Preempt && p.Priority != 255))
            return Same(new(VrrpState.Backup, Now + Down(p, interval), interval, false));
        if (p.PreemptDelay == 0 || s.PreemptAt == Now)
            return Same(s);
        return Same(new(VrrpState.Backup, Now + Down(p, interval), interval, false) { PreemptAt = s.PreemptAt > Now ? s.PreemptAt : Now + (10 * Second) });
    }

    private static ElectionStep ActiveHears(ElectionParameters p, ElectionState s, ElectionEvent e)
    {
        var interval = p.Version == VrrpVersion.V2 ? Second : PeersInterval;
        if (p is { Priority: 255, OwnerIgnoresAdverts: true })
            return Same(s);
        if (e.Priority == 0)
            return new(s with { Deadline = Now + Second }, ElectionActions.SendAdvertisement | ElectionActions.Announce, TransitionReason.None);
        if (e.Priority > p.Priority || (e.Priority == p.Priority && e.Source == 9))
        {
            return new(new(VrrpState.Backup, Now + Down(p, interval), interval, false),
                ElectionActions.RemoveAddresses | (p.HigherPrioritySendAdvert ? ElectionActions.SendAdvertisement : 0),
                e.Priority > p.Priority ? TransitionReason.HigherPriority : TransitionReason.HigherAddress);
        }
        return new(s, ElectionActions.Announce | (p.LowerPriorityNoAdvert ? 0 : ElectionActions.SendAdvertisement), TransitionReason.None);
    }

    private static ElectionStep ActiveLate(ElectionParameters p, ElectionState s, long late, bool isPause)
    {
        if (late > Down(p, Second))
            return ToListening(p, TransitionReason.Stalled);
        if (late > 2 * Second)
            return new(s with { Deadline = Now + Second }, ElectionActions.SendAdvertisement | ElectionActions.Announce, TransitionReason.None);
        if (isPause)
            return Same(s);
        return new(s with { Deadline = late < Second ? s.Deadline + Second : Now + Second }, ElectionActions.SendAdvertisement, TransitionReason.None);
    }

    private static long Skew(ElectionParameters p, long interval) => (256 - p.Priority) * (p.Version == VrrpVersion.V2 ? Second : interval) / 256;

    private static long Down(ElectionParameters p, long interval) => (3 * interval) + Skew(p, interval);

    private static ElectionStep Same(ElectionState s) => new(s, ElectionActions.None, TransitionReason.None);

    private static ElectionStep ToActive(ElectionParameters p, TransitionReason reason) =>
        new(new(VrrpState.Active, Now + p.AdvertisementInterval, Second, false), ElectionActions.SendAdvertisement | ElectionActions.AddAddresses | ElectionActions.Announce, reason);

    private static ElectionStep ToListening(ElectionParameters p, TransitionReason reason) =>
        new(new(VrrpState.Backup, Now + Down(p, Second), Second, false) { PreemptAt = p.PreemptDelay > 0 ? Now + p.PreemptDelay : 0 }, ElectionActions.RemoveAddresses, reason);

    private static ElectionStep ToFault(ElectionEvent e, ElectionActions actions) => new(new(VrrpState.Fault, ElectionState.NoDeadline, 0, false), actions, e.Reason);

    private static ElectionStep ToInitialize(ElectionActions actions) => new(ElectionState.Initial, actions, TransitionReason.Stopped);
}
