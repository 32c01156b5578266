using System.Collections.Immutable;
using System.Net;

namespace FailoverIp.Vrrp;

/// <summary>
/// The senders of the adverts that a virtual router has accepted: the unicast peers and a few more; of those, the one that was heard longest ago makes room.
/// Written by the engine's thread without waiting or, for a sender that is known, allocating; read by any.
/// </summary>
internal sealed class PeerTable
{
    private const int SharedSlots = 8;

    private readonly Slot[] _slots;
    private readonly int _known;
    private int _version; // odd while a slot is being written

    public PeerTable(params IReadOnlyCollection<IPAddress> peers)
    {
        _known = peers.Count;
        _slots = new Slot[_known + SharedSlots];
        foreach (var (i, peer) in peers.Index())
            _slots[i] = new() { Number = VrrpPacketContext.ToNumber(peer), Address = peer };
    }

    /// <summary>Notes an accepted advert. <paramref name="isNews"/>: the sender is new, or its checksums have changed.</summary>
    public IPAddress Heard(in VrrpPacketContext context, byte priority, VrrpChecksumKind checksum, DateTimeOffset now, out bool isNews)
    {
        var index = IndexOf(context.Source);
        isNews = index < 0 || _slots[index].LastHeard == 0 || _slots[index].Checksum != checksum;
        var isNew = index < 0;
        if (isNew)
            index = LongestUnheard();
        ref var slot = ref _slots[index];
        Volatile.Write(ref _version, _version + 1);
        Thread.MemoryBarrier();
        if (isNew)
            slot = new() { Number = context.Source, Address = VrrpProcessor.ToAddress(in context) };
        if (slot.LastHeard == 0)
            slot.Since = now.UtcTicks;
        (slot.Priority, slot.Checksum, slot.LastHeard) = (priority, checksum, now.UtcTicks);
        Volatile.Write(ref _version, _version + 1);
        return slot.Address!;
    }

    /// <summary>Those that were heard so far.</summary>
    public ImmutableArray<VrrpPeerStatus> ToStatus()
    {
        var copy = new Slot[_slots.Length];
        var wait = new SpinWait();
        while (true)
        {
            var version = Volatile.Read(ref _version);
            _slots.CopyTo(copy, 0);
            Thread.MemoryBarrier();
            if (version % 2 == 0 && version == Volatile.Read(ref _version))
                break;
            wait.SpinOnce();
        }
        return [.. copy.Where(s => s.LastHeard > 0).Select(s => new VrrpPeerStatus(
            s.Address!, s.Priority, s.Checksum, new(s.Since, TimeSpan.Zero), new(s.LastHeard, TimeSpan.Zero)))];
    }

    private int IndexOf(UInt128 number)
    {
        for (var i = 0; i < _slots.Length; i++)
        {
            if (_slots[i].Number == number && _slots[i].Address is not null)
                return i;
        }
        return -1;
    }

    private int LongestUnheard()
    {
        var longest = _known;
        for (var i = longest + 1; i < _slots.Length; i++)
        {
            if (_slots[i].LastHeard < _slots[longest].LastHeard)
                longest = i;
        }
        return longest;
    }

    private struct Slot
    {
        public UInt128 Number;
        public IPAddress? Address;
        public long Since;
        public long LastHeard; // 0: never
        public byte Priority;
        public VrrpChecksumKind Checksum;
    }
}
