namespace FailoverIp.Vrrp.Exhaustion;

/// <summary>One router of a schedule: the pure election, a clock that drifts, and what it does checked at each step.</summary>
internal sealed class SimulatedRouter(int number, ElectionParameters parameters, int drift, long offset)
{
    private ElectionParameters _parameters = parameters;

    public int Number { get; } = number;

    public ElectionParameters Parameters => _parameters;

    public ElectionState Election { get; private set; } = ElectionState.Initial;

    /// <summary>True while its process runs.</summary>
    public bool IsRunning { get; private set; }

    /// <summary>The addresses are on its machine.</summary>
    public bool HoldsAddresses { get; private set; }

    public bool IsFaulty { get; set; }

    /// <summary>Until when it stands still; 0 where it does not.</summary>
    public long StalledSince { get; set; }

    public long StalledUntil { get; set; }

    /// <summary>Whether adverts wait for it while it stands still: a stopped process has a socket, a stopped machine has none.</summary>
    public bool HearsAfterwards { get; set; }

    /// <summary>Its transitions so far.</summary>
    public long Epoch { get; private set; }

    /// <summary>Its time, in nanoseconds, at a time of the network.</summary>
    public long Local(long time) => time + (time / 1_000_000 * drift) + offset;

    /// <summary>When its timer fires, in the network's time.</summary>
    public long Due
    {
        get
        {
            if (!IsRunning || Election.Deadline == ElectionState.NoDeadline)
                return long.MaxValue;
            var time = (long)((Election.Deadline - offset) / (1 + (drift / 1e6)));
            while (Local(time) < Election.Deadline)
                time += Math.Max(1, Election.Deadline - Local(time));
            return StalledUntil > time ? StalledUntil : time;
        }
    }

    public ElectionActions Start(long time)
    {
        IsRunning = true;
        return Step(IsFaulty ? ElectionEvent.Fault(TransitionReason.InterfaceDown) : new(ElectionEventKind.Startup), time);
    }

    public ElectionActions Shutdown(long time)
    {
        var actions = Step(new(ElectionEventKind.Shutdown), time);
        IsRunning = false;
        return actions;
    }

    /// <summary>Its process is killed: nothing is sent, and the addresses stay.</summary>
    public void Kill()
    {
        IsRunning = false;
        Election = ElectionState.Initial;
        StalledUntil = 0;
    }

    public ElectionActions Reconfigure(ElectionParameters after, long time)
    {
        var before = _parameters;
        _parameters = after;
        return Take(Vrrp.Election.Reconfigure(before, after, Election, Local(time)), default, Local(time));
    }

    public ElectionActions Step(in ElectionEvent e, long time)
    {
        var now = Local(time);
        return Take(Vrrp.Election.Step(_parameters, Election, e, now), e, now);
    }

    private ElectionActions Take(in ElectionStep step, in ElectionEvent e, long now)
    {
        var (before, after) = (Election, step.State);
        var sends = (step.Actions & (ElectionActions.SendAdvertisement | ElectionActions.Announce)) != 0;
        var changed = before.State != after.State;
        Demand(changed == (step.Reason != TransitionReason.None), "a transition has a reason, and nothing else has one", step);
        Demand(e.Kind != ElectionEventKind.TimerExpired || after.Deadline > now, "a timer acts once", step);
        Demand(!sends || before.State == VrrpState.Active || after.State == VrrpState.Active, "only an Active router sends", step);
        Demand(before.State != VrrpState.Fault || after.State == VrrpState.Active || step.Actions is ElectionActions.None or ElectionActions.RemoveAddresses, "a router in Fault is silent", step);
        Demand((step.Actions & ElectionActions.SendPriorityZero) == 0 || (before.State == VrrpState.Active && changed), "only who was Active resigns", step);
        if (changed)
            Epoch++;
        Election = after;
        if ((step.Actions & ElectionActions.AddAddresses) != 0)
            HoldsAddresses = true;
        if ((step.Actions & ElectionActions.RemoveAddresses) != 0)
            HoldsAddresses = false;
        Demand(HoldsAddresses == (after.State == VrrpState.Active), "exactly an Active router holds the addresses", step);
        return step.Actions;

        void Demand(bool holds, string what, in ElectionStep step)
        {
            if (!holds)
                throw new InvalidOperationException($"{what}: router {Number}, {before} and then {step}");
        }
    }
}
