namespace FailoverIp.Node;

/// <summary>Keeps the last entries, and forgets the oldest for the newest. Safe for concurrent use.</summary>
/// <param name="most">So many are kept.</param>
internal sealed class BoundedLog<T>(int most)
{
    private readonly Queue<T> _entries = new();

    public void Add(T entry)
    {
        lock (_entries)
        {
            if (_entries.Count == most)
                _entries.Dequeue();
            _entries.Enqueue(entry);
        }
    }

    /// <summary>What is kept, the newest first.</summary>
    public T[] NewestFirst()
    {
        T[] entries;
        lock (_entries)
            entries = [.. _entries];
        Array.Reverse(entries);
        return entries;
    }
}
