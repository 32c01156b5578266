namespace FailoverIp.Vrrp.Exhaustion;

internal sealed partial class Schedule
{
    private const long ShortestPause = 100 * Millisecond;

    // Whatever is due until then happens, in the order of time.
    private void Pass(long until)
    {
        while (true)
        {
            var router = NextToAct();
            var due = router?.Due ?? long.MaxValue;
            var resumes = NextToResume();
            if (resumes is not null && resumes.StalledUntil <= Math.Min(due, until))
            {
                _now = Math.Max(_now, resumes.StalledUntil);
                Resume(resumes);
            }
            else if (_air.TryPeek(out _, out var key) && key.At <= Math.Min(due, until))
            {
                _now = Math.Max(_now, key.At);
                Deliver(_air.Dequeue());
            }
            else if (due <= until)
            {
                _now = Math.Max(_now, due);
                _order++;
                Send(router!, router!.Step(new(ElectionEventKind.TimerExpired), _now));
            }
            else
            {
                _now = until;
                return;
            }
        }
    }

    private SimulatedRouter? NextToAct()
    {
        SimulatedRouter? next = null;
        foreach (var router in _routers)
        {
            if (router.StalledUntil == 0 && router.Due < (next?.Due ?? long.MaxValue))
                next = router;
        }
        return next;
    }

    private SimulatedRouter? NextToResume()
    {
        SimulatedRouter? next = null;
        foreach (var router in _routers)
        {
            if (router.StalledUntil > 0 && router.StalledUntil < (next?.StalledUntil ?? long.MaxValue))
                next = router;
        }
        return next;
    }

    // As the engine's loop does it: what waits in the socket is heard, then the pause is noticed, then the timers have their turn.
    private void Resume(SimulatedRouter router)
    {
        var pause = router.StalledUntil - router.StalledSince;
        router.StalledUntil = 0;
        foreach (var advert in _waiting[router.Number])
            Hear(router, advert);
        _waiting[router.Number].Clear();
        if (router.IsRunning && pause > ShortestPause)
            Send(router, router.Step(ElectionEvent.Paused(pause), _now));
    }

    private void Deliver(Advert advert)
    {
        var to = _routers[advert.To];
        if (!to.IsRunning || IsParted(advert.From, advert.To))
            return;
        if (to.StalledUntil > _now)
        {
            if (to.HearsAfterwards)
                _waiting[advert.To].Add(advert);
            return;
        }
        Hear(to, advert);
    }

    private void Hear(SimulatedRouter to, in Advert advert)
    {
        // RFC 3768 section 7.1: of VRRPv2 only adverts of one's own interval count.
        if (!to.IsRunning || (_version == VrrpVersion.V2 && advert.Interval != to.Parameters.AdvertisementInterval))
            return;
        _order++;
        Send(to, to.Step(ElectionEvent.Advertisement(advert.Priority, advert.Interval, _routers[advert.From].Parameters.LocalAddress), _now));
    }

    private void Send(SimulatedRouter from, ElectionActions actions)
    {
        if ((actions & ElectionActions.SendAdvertisement) != 0)
            Send(from, from.Parameters.Priority);
        if ((actions & ElectionActions.SendPriorityZero) != 0)
            Send(from, priority: 0);
    }

    private void Send(SimulatedRouter from, byte priority)
    {
        if (from.IsFaulty && priority != 0)
            throw new InvalidOperationException($"router {from.Number} sends {priority} in Fault");
        foreach (var to in _routers)
        {
            if (to == from || IsParted(from.Number, to.Number) || _dice.Percent(_loss))
                continue;
            for (var i = _dice.Percent(_repeats) ? 2 : 1; i > 0; i--)
                _air.Enqueue(new(from.Number, to.Number, priority, from.Parameters.AdvertisementInterval), (_now + 1 + _dice.Below(_delay), _order++));
        }
    }

    private bool IsParted(int a, int b) => ((_partition >> a) & 1) != ((_partition >> b) & 1);

    private readonly List<Advert>[] _waiting = [[], [], [], [], []];
}
