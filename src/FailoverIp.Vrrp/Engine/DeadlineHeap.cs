namespace FailoverIp.Vrrp;

/// <summary>
/// The deadlines of all virtual routers, earliest first: an indexed binary heap, so that moving a deadline costs O(log n) and allocates nothing.
/// Those that are due at the same time come in the order in which they were added, so that each of a thousand adverts has the same place among them every time.
/// </summary>
internal sealed class DeadlineHeap
{
    private VirtualRouter[] _heap = new VirtualRouter[16];

    public int Count { get; private set; }

    /// <summary>The earliest deadline, or <see cref="ElectionState.NoDeadline"/>.</summary>
    public long Next => Count > 0 ? _heap[0].Deadline : ElectionState.NoDeadline;

    public VirtualRouter First => _heap[0];

    /// <summary>Forgets all of them.</summary>
    public void Clear()
    {
        Array.Clear(_heap);
        Count = 0;
    }

    public void Add(VirtualRouter router)
    {
        if (Count == _heap.Length)
            Array.Resize(ref _heap, Count * 2);
        router.HeapIndex = router.HeapOrder = Count;
        _heap[Count++] = router;
        Up(router.HeapIndex);
    }

    /// <summary>Puts a router back in order after its deadline has changed.</summary>
    public void Update(VirtualRouter router)
    {
        Up(router.HeapIndex);
        Down(router.HeapIndex);
    }

    private void Up(int i)
    {
        while (i > 0)
        {
            var parent = (i - 1) / 2;
            if (!IsBefore(_heap[i], _heap[parent]))
                return;
            Swap(i, parent);
            i = parent;
        }
    }

    private void Down(int i)
    {
        while (true)
        {
            var child = 2 * i + 1;
            if (child >= Count)
                return;
            if (child + 1 < Count && IsBefore(_heap[child + 1], _heap[child]))
                child++;
            if (!IsBefore(_heap[child], _heap[i]))
                return;
            Swap(i, child);
            i = child;
        }
    }

    private static bool IsBefore(VirtualRouter a, VirtualRouter b)
    {
        var (first, second) = (a.Deadline, b.Deadline);
        return first < second || (first == second && a.HeapOrder < b.HeapOrder);
    }

    private void Swap(int a, int b)
    {
        (_heap[a], _heap[b]) = (_heap[b], _heap[a]);
        _heap[a].HeapIndex = a;
        _heap[b].HeapIndex = b;
    }
}
