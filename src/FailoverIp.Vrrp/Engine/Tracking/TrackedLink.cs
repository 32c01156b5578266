namespace FailoverIp.Vrrp;

/// <summary>An interface as one virtual router counts it: up or down only after it has been so for the router's delay.</summary>
internal sealed class TrackedLink(string name)
{
    private bool _known;

    public string Name { get; } = name;

    /// <summary>What it is.</summary>
    public bool IsUp { get; private set; }

    /// <summary>What it counts as.</summary>
    public bool CountsUp { get; private set; }

    /// <summary>When it counts as what it is, in nanoseconds; <see cref="ElectionState.NoDeadline"/> where it does.</summary>
    public long Due { get; private set; } = ElectionState.NoDeadline;

    /// <summary>It is up or down, from now on; what is learned first counts at once.</summary>
    public void Set(bool isUp, long now, long upDelay, long downDelay)
    {
        if (_known && isUp == IsUp)
            return;
        IsUp = isUp;
        var delay = !_known ? 0 : isUp ? upDelay : downDelay;
        _known = true;
        if (isUp == CountsUp)
            Due = ElectionState.NoDeadline;
        else if (delay <= 0)
            Count();
        else
            Due = now + delay;
    }

    /// <summary>It is gone: there is nothing to wait for.</summary>
    public void Remove()
    {
        IsUp = false;
        _known = true;
        Count();
    }

    /// <summary>It counts as what it is.</summary>
    public void Count()
    {
        CountsUp = IsUp;
        Due = ElectionState.NoDeadline;
    }
}
