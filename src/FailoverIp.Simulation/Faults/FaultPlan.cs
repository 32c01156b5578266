namespace FailoverIp.Simulation;

/// <summary>
/// The faults that strike the requests to a simulator, in the order in which they were added. Safe for concurrent use. With the same seed and
/// the same requests in the same order, the same happens.
/// </summary>
public sealed partial class FaultPlan
{
    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly Random _random;
    private readonly List<Entry> _entries = [];

    /// <summary>Creates an empty plan.</summary>
    public FaultPlan(TimeProvider timeProvider, int seed = 0)
    {
        ArgumentNullException.ThrowIfNull(timeProvider);
        _time = timeProvider;
        _random = new Random(seed);
    }

    /// <summary>The faults that may still strike, as they were added.</summary>
    public IReadOnlyList<Fault> Pending
    {
        get
        {
            lock (_gate)
                return [.. _entries.Where(e => !e.IsOver(_time)).Select(e => e.Fault)];
        }
    }

    /// <summary>Adds faults; all of them, or none.</summary>
    /// <exception cref="ArgumentException">One of them lacks what its kind needs, or has a value out of range.</exception>
    public void Add(params ReadOnlySpan<Fault> faults)
    {
        foreach (var fault in faults)
        {
            ArgumentNullException.ThrowIfNull(fault, nameof(faults));
            if (fault.Problem() is { } problem)
                throw new ArgumentException($"the fault {fault.Kind} {problem}", nameof(faults));
        }
        lock (_gate)
        {
            foreach (var fault in faults)
                _entries.Add(new(fault, _time.GetTimestamp()));
        }
    }

    /// <summary>Removes a fault wherever it was added, whether or not it has struck.</summary>
    public void Remove(Fault fault)
    {
        lock (_gate)
            _entries.RemoveAll(e => e.Fault == fault);
    }

    /// <summary>Removes all faults.</summary>
    public void Clear()
    {
        lock (_gate)
            _entries.Clear();
    }

    internal FaultStrike Take(RecordedRequest request)
    {
        lock (_gate)
        {
            if (_entries.Count == 0)
                return new(TimeSpan.Zero, null, []);
            List<FaultKind> kinds = [];
            var latency = TimeSpan.Zero;
            foreach (var entry in _entries.Where(e => e.Fault.Group == FaultGroup.Delay && Strikes(e, request)))
            {
                latency += entry.Fault.Delay!.Value;
                kinds.Add(entry.Fault.Kind);
            }
            var answer = _entries.Find(e => e.Fault.Group == FaultGroup.Answer && Strikes(e, request))?.Fault;
            if (answer is not null)
                kinds.Add(answer.Kind);
            Prune();
            return new(latency, answer, kinds);
        }
    }

    internal Fault? TakeTask(RecordedRequest request)
    {
        lock (_gate)
        {
            var fault = _entries.Find(e => e.Fault.Group == FaultGroup.Task && Strikes(e, request))?.Fault;
            Prune();
            return fault;
        }
    }

    private bool Strikes(Entry entry, RecordedRequest request)
    {
        var fault = entry.Fault;
        if (!entry.HasBegun(_time) || entry.IsOver(_time) || !Matches(fault, request))
            return false;
        if (entry.Skipped < fault.Skip)
        {
            entry.Skipped++;
            return false;
        }
        if (fault.Probability is { } probability && _random.NextDouble() >= probability)
            return false;
        entry.Struck++;
        return true;
    }

    private static bool Matches(Fault fault, RecordedRequest request) =>
        (fault.Group == FaultGroup.Task || request.Operation.IsAmong(fault.Operations))
        && (fault.Path is not { } part || request.Path.Contains(part, StringComparison.OrdinalIgnoreCase) || string.Equals(request.Action, part, StringComparison.OrdinalIgnoreCase));

    private void Prune() => _entries.RemoveAll(e => e.IsOver(_time));

    private sealed class Entry(Fault fault, long added)
    {
        public Fault Fault => fault;

        public int Skipped { get; set; }

        public int Struck { get; set; }

        public bool HasBegun(TimeProvider time) => time.GetElapsedTime(added) >= (fault.After ?? TimeSpan.Zero);

        public bool IsOver(TimeProvider time) =>
            Struck >= fault.Count || (fault.Duration is { } duration && time.GetElapsedTime(added) >= (fault.After ?? TimeSpan.Zero) + duration);
    }
}
