namespace FailoverIp.Lvs.Loop;

/// <summary>The deadlines of the tasks under way, earliest first: an indexed binary heap; a deadline is set, moved and dropped in O(log n), without allocation.</summary>
internal sealed class DeadlineHeap
{
    private LoopTask[] _heap = new LoopTask[64];

    public int Count { get; private set; }

    /// <summary>The task whose deadline is next; null: none has one.</summary>
    public LoopTask? First => Count > 0 ? _heap[0] : null;

    /// <summary>Puts a task in, or in order again after its deadline has changed.</summary>
    public void Set(LoopTask task)
    {
        if (task.HeapIndex < 0)
            Append(task);
        Up(task.HeapIndex);
        Down(task.HeapIndex);
    }

    /// <summary>Takes a task out, where it is in.</summary>
    public void Remove(LoopTask task)
    {
        var i = task.HeapIndex;
        if (i < 0)
            return;
        Swap(i, --Count);
        _heap[Count] = null!;
        task.HeapIndex = -1;
        if (i == Count)
            return;
        Up(i);
        Down(i);
    }

    private void Append(LoopTask task)
    {
        if (Count == _heap.Length)
            Array.Resize(ref _heap, Count * 2);
        task.HeapIndex = Count;
        _heap[Count++] = task;
    }

    private void Up(int i)
    {
        for (int parent; i > 0 && _heap[parent = (i - 1) / 2].Deadline > _heap[i].Deadline; i = parent)
            Swap(i, parent);
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
