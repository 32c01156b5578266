namespace FailoverIp.Lvs;

/// <summary>One real server of a <see cref="ServiceState"/>.</summary>
internal sealed class RealServerState(RealServerOptions options, CheckState[] checks)
{
    public RealServerOptions Options { get; } = options;

    /// <summary>One for each check of the options, in their order.</summary>
    public CheckState[] Checks { get; } = checks;

    /// <summary>True: all checks pass.</summary>
    public bool IsUp { get; private set; }

    /// <summary>True once it has been up: until then it is not taken out, but not yet in.</summary>
    public bool WasUp { get; private set; }

    // One that begins as down fails for the first time without a change of its state, and that is news as well.
    private bool _hasFailed;

    /// <summary>It failed as the how manieth: the order in which failed ones are taken out where not all may be.</summary>
    public long DownOrder { get; private set; }

    /// <summary>True: it is down, and in service all the same.</summary>
    public bool IsKept { get; set; }

    /// <summary>True: the kernel does not take it as it should be.</summary>
    public bool IsRefused { get; set; }

    /// <summary>True: it should get new connections, unless the sorry server stands in.</summary>
    public bool IsWanted => IsUp || IsKept;

    /// <summary>True: it gets new connections, unless the sorry server stands in.</summary>
    public bool InService => IsWanted && !IsRefused;

    /// <summary>The weight it has while it is in service.</summary>
    public int Weight { get; private set; } = options.Weight;

    /// <summary>Why it is down, or could not be asked; the last reason where it is up again, and null where there never was one.</summary>
    public string? LastFailure { get => field ?? (IsUp ? null : "its checks have not passed yet"); set; }

    /// <summary>Takes over what is known about the same real server from before a reload.</summary>
    public void TakeOver(RealServerState before) =>
        (IsUp, WasUp, DownOrder, LastFailure, IsRefused, _hasFailed) = (before.IsUp, before.WasUp, before.DownOrder, before.LastFailure, before.IsRefused, before._hasFailed);

    /// <summary>Draws the conclusions from <see cref="Checks"/>. Returns whether it went up (true), down (false) or neither (null); the first failure of one that has never been up counts as going down.</summary>
    public bool? Conclude(ref long downOrder)
    {
        Weight = EffectiveWeight();
        var failed = Array.FindIndex(Checks, static c => !c.Passed);
        if (failed >= 0)
            LastFailure = Checks[failed].Failure ?? LastFailure;
        var up = failed < 0;
        if (up == IsUp)
        {
            if (up || WasUp || _hasFailed || Checks[failed].Failure is null)
                return null;
            _hasFailed = true;
            return false;
        }
        IsUp = up;
        WasUp |= up;
        if (!up)
            DownOrder = ++downOrder;
        return up;
    }

    // Each check that gives a weight moves it by the distance from the configured one, as keepalived 2.2.7 has it for several at once.
    private int EffectiveWeight()
    {
        long weight = Options.Weight;
        foreach (var check in Checks)
            weight += (check.Weight ?? Options.Weight) - (long)Options.Weight + check.WeightChange;
        return (int)Math.Clamp(weight, 0, int.MaxValue);
    }
}
