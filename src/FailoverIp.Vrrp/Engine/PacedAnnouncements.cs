namespace FailoverIp.Vrrp;

/// <summary>
/// Announcements that keep a least distance on one interface (<see cref="AnnouncementOptions.ArpInterval"/>, <see cref="AnnouncementOptions.NeighbourInterval"/>):
/// they wait here, one goes out each time it is due. Allocates only to grow.
/// </summary>
internal sealed class PacedAnnouncements
{
    private readonly Queue<(VirtualRouter Router, int Address, long Interval)> _waiting = [];
    private long _earliest = long.MinValue;

    /// <summary>When the next one is to be sent, in nanoseconds; <see cref="ElectionState.NoDeadline"/> while none waits.</summary>
    public long Due { get; private set; } = ElectionState.NoDeadline;

    /// <summary>Puts an announcement at the end.</summary>
    public void Add(VirtualRouter router, int address, long interval, long now)
    {
        router.Holdings.WaitingAnnouncements++;
        _waiting.Enqueue((router, address, interval));
        if (_waiting.Count == 1)
            Due = Math.Max(now, _earliest);
    }

    /// <summary>Takes the next one whose router is still Active; false where there is none. What it takes counts as sent now.</summary>
    public bool TryTake(long now, out VirtualRouter router, out int address)
    {
        while (_waiting.TryDequeue(out var next))
        {
            next.Router.Holdings.WaitingAnnouncements--;
            if (next.Router.Election.State != VrrpState.Active || next.Address >= next.Router.Addresses.Length)
                continue;
            _earliest = now + next.Interval;
            Due = _waiting.Count > 0 ? _earliest : ElectionState.NoDeadline;
            (router, address) = (next.Router, next.Address);
            return true;
        }
        Due = ElectionState.NoDeadline;
        (router, address) = (null!, 0);
        return false;
    }
}
