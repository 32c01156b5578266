namespace FailoverIp.Vrrp;

/// <summary>
/// The deadlines of all virtual routers, earliest first: an indexed binary heap, so that moving a deadline costs O(log n) and allocates nothing.
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
        router.HeapIndex = Count;
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
            if (_heap[parent].Deadline <= _heap[i].Deadline)
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
            if (child + 1 < Count && _heap[child + 1].Deadline < _heap[child].Deadline)
                child++;
            if (_heap[i].Deadline <= _heap[child].Deadline)
                return;
            Swap(i, child);
            i = child;
        }
    }

    private void Swap(int a, int b)
    {
        (_heap[a], _heap[b]) = (_heap[b], _heap[a]);
        _heap[a].HeapIndex = a;
        _heap[b].HeapIndex = b;
    }
}
