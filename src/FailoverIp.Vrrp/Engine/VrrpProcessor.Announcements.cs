using System.Collections.Frozen;
using System.Net.Sockets;

namespace FailoverIp.Vrrp;

public sealed partial class VrrpProcessor
{
    private const int ManyAddresses = 128;
    private readonly Dictionary<(int Lane, AddressFamily Family), PacedAnnouncements> _paced = [];
    private FrozenDictionary<string, (int Lane, AnnouncementGroupOptions Options)> _announcementGroups = FrozenDictionary<string, (int, AnnouncementGroupOptions)>.Empty;
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
        PlanExtra(router, now);
    }

    private static void PlanExtra(VirtualRouter router, long now)
    {
        router.ExtraDue = ElectionState.NoDeadline;
        var interval = router.Announcing.ExtraInterval.Ticks * 100;
        for (var a = 0; interval > 0 && router.Election.State == VrrpState.Active && a < router.Addresses.Length; a++)
        {
            if (router.IsElsewhere(a))
                router.ExtraDue = now + interval;
        }
    }

    private void SendExtra(VirtualRouter router, long now)
    {
        for (var a = 0; router.Holdings.WaitingAnnouncements == 0 && a < router.Addresses.Length; a++)
        {
            if (router.IsElsewhere(a))
                Announce(router, a, now);
        }
        _output.Flush();
        PlanExtra(router, now);
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
        var options = router.Options.Announcements;
        var interval = Nanoseconds(family, options.ArpInterval, options.NeighbourInterval);
        var number = @interface.Index;
        if (_announcementGroups.TryGetValue(BaseOf(router, address), out var group) && Nanoseconds(family, group.Options.ArpInterval, group.Options.NeighbourInterval) is > 0 and var shared)
            (number, interval) = (group.Lane, shared);
        if (interval <= 0)
        {
            _output.Announce(@interface, router.Addresses[address]);
            return;
        }
        if (!_paced.TryGetValue((number, family), out var lane))
            _paced.Add((number, family), lane = new());
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

    private static string BaseOf(VirtualRouter router, int address) =>
        string.Equals(router.AddressInterfaces[address], router.Wire.LinkName, StringComparison.Ordinal) ? router.Options.Interface
        : VirtualLink.ParentOf(router.Options, router.Addresses[address]) ?? router.AddressInterfaces[address];

    private static long Nanoseconds(AddressFamily family, TimeSpan arp, TimeSpan neighbour) => (family == AddressFamily.InterNetworkV6 ? neighbour : arp).Ticks * 100;

    // Lanes of groups are counted below zero, where no interface is.
    private void FormAnnouncementGroups(VrrpEngineOptions options) => _announcementGroups = options.AnnouncementGroups.Index()
        .SelectMany(g => g.Item.Interfaces.Select(name => KeyValuePair.Create(name, (-1 - g.Index, g.Item)))).ToFrozenDictionary(StringComparer.Ordinal);
}
