using System.Net.Sockets;

namespace FailoverIp.Vrrp;

public sealed partial class VrrpProcessor
{
    private const int ManyAddresses = 128;
    private readonly Dictionary<(int InterfaceIndex, AddressFamily Family), PacedAnnouncements> _paced = [];
    private long _nextPaced = ElectionState.NoDeadline;

    private void Announce(VirtualRouter router, bool becameActive, long now)
    {
        if (!becameActive)
        {
            router.Announcements.BeginAfterLowerPriority(router.Announcing, now);
            return;
        }
        router.Announcements.Begin(router.Announcing, now);
        SendAnnouncements(router, now);
    }

    private void SendAnnouncements(VirtualRouter router, long now)
    {
        // A set that waits for its turn is not overtaken by another one: with a long distance between two, they would pile up.
        var rounds = router.Addresses.Length > ManyAddresses ? 1 : router.Announcements.Repeat;
        if (router.Holdings.WaitingAnnouncements == 0)
        {
            for (var i = 0; i < rounds; i++)
            {
                for (var a = 0; a < router.Addresses.Length; a++)
                    Announce(router, a, now);
            }
            _output.Flush();
        }
        router.Announcements.Sent(router.Announcing, now, rounds);
    }

    private void Announce(VirtualRouter router, int address, long now)
    {
        if (!_interfaces.TryGetValue(router.AddressInterfaces[address], out var @interface))
            return;
        var family = router.Addresses[address].Address.AddressFamily;
        var options = router.Announcing;
        var interval = (family == AddressFamily.InterNetworkV6 ? options.NeighbourInterval : options.ArpInterval).Ticks * 100;
        if (interval <= 0)
        {
            _output.Announce(@interface, router.Addresses[address]);
            return;
        }
        if (!_paced.TryGetValue((@interface.Index, family), out var lane))
            _paced.Add((@interface.Index, family), lane = new());
        lane.Add(router, address, interval, now);
        _nextPaced = Math.Min(_nextPaced, lane.Due);
    }

    // One of each lane that is due; the engine's timer brings the next.
    private void SendPaced(long now)
    {
        if (_nextPaced > now)
            return;
        _nextPaced = ElectionState.NoDeadline;
        foreach (var lane in _paced.Values)
        {
            if (lane.Due <= now && lane.TryTake(now, out var router, out var address)
                && _interfaces.TryGetValue(router.AddressInterfaces[address], out var @interface))
                _output.Announce(@interface, router.Addresses[address]);
            _nextPaced = Math.Min(_nextPaced, lane.Due);
        }
        _output.Flush();
    }
}
