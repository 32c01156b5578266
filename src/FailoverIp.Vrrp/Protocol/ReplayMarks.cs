namespace FailoverIp.Vrrp;

/// <summary>
/// The last sequence heard from each sender. Known peers have a place of their own; all others share a few, of which the one used longest ago is
/// given up. Written by one thread.
/// </summary>
internal sealed class ReplayMarks
{
    /// <summary>The places for senders that are not known before, as many as keepalived has.</summary>
    public const int SharedSlots = 4;

    private readonly Slot[] _slots;
    private readonly int _known;
    private ulong _uses;

    /// <summary>Creates marks for these peers and for <see cref="SharedSlots"/> others.</summary>
    public ReplayMarks(params ReadOnlySpan<UInt128> peers)
    {
        _known = peers.Length;
        _slots = new Slot[peers.Length + SharedSlots];
        for (var i = 0; i < peers.Length; i++)
            _slots[i].Sender = peers[i];
    }

    /// <summary>The last sequence of a sender; false where there is none.</summary>
    public bool TryGet(UInt128 sender, out ulong mark)
    {
        var slot = IndexOf(sender);
        mark = slot < 0 ? 0 : _slots[slot].Mark;
        return slot >= 0 && _slots[slot].LastUse > 0;
    }

    /// <summary>Remembers the last sequence of a sender.</summary>
    public void Set(UInt128 sender, ulong mark)
    {
        var slot = IndexOf(sender);
        _slots[slot < 0 ? LeastRecentlyUsed() : slot] = new() { Sender = sender, Mark = mark, LastUse = ++_uses };
    }

    private int IndexOf(UInt128 sender)
    {
        for (var i = 0; i < _slots.Length; i++)
        {
            if (_slots[i].Sender == sender)
                return i;
        }
        return -1;
    }

    private int LeastRecentlyUsed()
    {
        var least = _known;
        for (var i = least + 1; i < _slots.Length; i++)
        {
            if (_slots[i].LastUse < _slots[least].LastUse)
                least = i;
        }
        return least;
    }

    private struct Slot
    {
        public UInt128 Sender;
        public ulong Mark;
        public ulong LastUse; // 0: never
    }
}
