namespace FailoverIp.Vrrp.Exhaustion;

/// <summary>
/// Two to five routers on a network that loses, repeats, delays, reorders and parts, with clocks that drift, machines that stand still, are stopped, killed and started,
/// and options that change; all of it from one number. Then the network is whole, and what must hold is looked at.
/// </summary>
internal sealed partial class Schedule
{
    private const long Millisecond = 1_000_000;
    private const int Troubles = 24;

    private readonly long _seed;
    private readonly List<SimulatedRouter> _routers = [];
    private readonly PriorityQueue<Advert, (long At, long Order)> _air = new();
    private readonly VrrpVersion _version;
    private readonly long _interval;
    private Dice _dice;
    private long _now;
    private long _order;
    private int _loss;
    private int _repeats;
    private long _delay = Millisecond / 5;
    private int _partition; // a bit for each router: on which side it is

    private Schedule(long seed)
    {
        (_seed, _dice) = (seed, new(seed));
        _version = _dice.Of(VrrpVersion.V2, VrrpVersion.V3);
        _interval = _version == VrrpVersion.V2 ? 1000 * Millisecond : _dice.Of(10, 50, 100, 1000) * Millisecond;
        var count = 2 + _dice.Below(4);
        for (var i = 0; i < count; i++)
            _routers.Add(new(i, Parameters(i), drift: _dice.Below(2001) - 1000, offset: _dice.Below(10_000_000_000) + 1));
    }

    /// <summary>Plays the schedule of a seed; returns how many steps the elections made.</summary>
    /// <exception cref="ScheduleException">Something does not hold.</exception>
    public static long Play(long seed)
    {
        try
        {
            var schedule = new Schedule(seed);
            schedule.MakeTrouble();
            schedule.MakeWhole();
            return schedule._order;
        }
        catch (InvalidOperationException e)
        {
            throw new ScheduleException(seed, e.Message);
        }
    }

    // Few different priorities, so that there are ties; seldom an owner, of which there is only one.
    private ElectionParameters Parameters(int number)
    {
        var owner = number == 0 && _dice.Percent(15);
        return new(_version, owner ? (byte)255 : (byte)(1 + (_dice.Below(8) * 36)), Interval(), _dice.Percent(85), (UInt128)(0xC000_0200u + number))
        {
            DownTimerAdverts = _dice.Of(3, 3, 3, 2, 5),
            PreemptDelay = _dice.Percent(15) ? _dice.Below(6 * _interval) : 0,
            LowerPriorityNoAdvert = _dice.Percent(20),
            HigherPrioritySendAdvert = _dice.Percent(20),
            OwnerIgnoresAdverts = owner && _dice.Percent(50),
        };
    }

    // Of VRRPv2 all have the same interval: another one is discarded.
    private long Interval() => _version == VrrpVersion.V3 && _dice.Percent(25) ? _interval * _dice.Of(2, 3) : _interval;

    private void MakeTrouble()
    {
        foreach (var router in _routers)
        {
            if (_dice.Percent(80))
                Send(router, router.Start(_now));
        }
        for (var i = 0; i < Troubles; i++)
        {
            Pass(_now + _dice.Below(3 * _interval));
            Trouble(_routers[_dice.Below(_routers.Count)]);
        }
    }

    private void Trouble(SimulatedRouter router)
    {
        switch (_dice.Below(12))
        {
            case 0:
                (_loss, _repeats) = (_dice.Of(0, 10, 50, 90), _dice.Of(0, 0, 20));
                break;
            case 1:
                _delay = _dice.Of(Millisecond / 5, _interval / 2, 2 * _interval); // more than the space between two adverts: they overtake each other
                break;
            case 2 or 3:
                _partition = _dice.Below(1 << _routers.Count);
                break;
            case 4 or 5 when router.IsRunning:
                router.StalledSince = _now;
                router.StalledUntil = _now + _dice.Below(6 * _interval);
                router.HearsAfterwards = _dice.Percent(50);
                break;
            case 6 when router.IsRunning && router.StalledUntil <= _now:
                Send(router, router.Shutdown(_now));
                break;
            case 7 when router.IsRunning:
                router.Kill();
                break;
            case 8 or 9 when !router.IsRunning:
                Send(router, router.Start(_now));
                break;
            case 10 when router.IsRunning && router.StalledUntil <= _now:
                SetFault(router, !router.IsFaulty);
                break;
            case 11 when router.IsRunning && router.StalledUntil <= _now:
                var after = Parameters(router.Number);
                Send(router, router.Reconfigure(after with { Priority = router.Parameters.IsOwner ? (byte)255 : (byte)Math.Min(after.Priority, (byte)254) }, _now));
                break;
        }
    }

    private void SetFault(SimulatedRouter router, bool isFaulty)
    {
        router.IsFaulty = isFaulty;
        Send(router, router.Step(isFaulty ? ElectionEvent.Fault(TransitionReason.InterfaceDown) : ElectionEvent.Recovery(TransitionReason.InterfaceUp), _now));
    }

    private void MakeWhole()
    {
        Pass(Math.Max(_now, _routers.Max(r => r.StalledUntil)));
        (_loss, _repeats, _partition, _delay) = (0, 0, 0, Millisecond / 5);
        _air.Clear();
        foreach (var router in _routers)
        {
            if (router.IsFaulty && router.IsRunning)
                SetFault(router, false);
            router.IsFaulty = false;
            if (!router.IsRunning)
                Send(router, router.Start(_now));
        }
        var longest = _routers.Max(r => Math.Max(r.Parameters.AdvertisementInterval, r.Election.ActiveAdverInterval));
        var down = _routers.Max(r => r.Parameters.ActiveDownInterval(longest));
        var delay = _routers.Max(r => r.Parameters.PreemptDelay);
        // A delay of preemption may begin when the lower one is seen, and its end is followed by a timer that runs out.
        Pass(_now + ((down + longest) * 1002 / 1000) + (2 * Millisecond) + (delay > 0 ? delay + down + longest : 0));
        LookForOneActive();

        var epochs = _routers.Sum(r => r.Epoch);
        Pass(_now + (3 * longest));
        if (epochs != _routers.Sum(r => r.Epoch))
            throw new InvalidOperationException($"it does not come to rest: {this}");
    }

    private void LookForOneActive()
    {
        var active = _routers.Where(r => r.Election.State == VrrpState.Active).ToList();
        if (active.Count != 1)
            throw new InvalidOperationException($"{active.Count} routers are Active: {this}");
        foreach (var router in _routers)
        {
            if ((router.Parameters.Preempt || router.Parameters.IsOwner) && router.Parameters.Priority > active[0].Parameters.Priority)
                throw new InvalidOperationException($"router {active[0].Number} is Active and not {router.Number}: {this}");
        }
    }

    public override string ToString() =>
        $"at {_now} {_version} {string.Join("; ", _routers.Select(r => $"{r.Number} {r.Election.State} {r.Parameters.Priority} interval {r.Parameters.AdvertisementInterval / Millisecond} ms preempt {r.Parameters.Preempt} after {r.Parameters.PreemptDelay / Millisecond} ms, due in {(r.Due == long.MaxValue ? -1 : (r.Due - _now) / Millisecond)} ms"))}";

    private readonly record struct Advert(int From, int To, byte Priority, long Interval);
}
