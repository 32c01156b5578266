namespace FailoverIp.Cli.Supervision;

/// <summary>
/// Whether a node is alive, by its beats. Silence is counted in ticks of our own and not in time: where the whole machine stood still, so did we, and only one tick
/// has passed.
/// </summary>
internal sealed class NodeWatch
{
    /// <summary>So many ticks in a row without a beat, and the node hangs.</summary>
    public const int Patience = 3;

    /// <summary>So many before it has started: a large configuration, or a slow machine.</summary>
    public const int StartPatience = 60;

    private int _silent;
    private int _hasStarted;

    /// <summary>The node has started: from now on it beats.</summary>
    public void Start()
    {
        Volatile.Write(ref _hasStarted, 1);
        Beat();
    }

    /// <summary>The node has beaten.</summary>
    public void Beat() => Volatile.Write(ref _silent, 0);

    /// <summary>A tick has passed; returns what that means.</summary>
    public NodeHealth Tick()
    {
        var silent = Interlocked.Increment(ref _silent);
        var hasStarted = Volatile.Read(ref _hasStarted) != 0;
        return silent > (hasStarted ? Patience : StartPatience) ? NodeHealth.Hangs : hasStarted ? NodeHealth.Runs : NodeHealth.Starts;
    }
}

/// <summary>What a <see cref="NodeWatch"/> finds.</summary>
internal enum NodeHealth
{
    /// <summary>It has not started yet, and has time.</summary>
    Starts,

    /// <summary>It was heard of not long ago.</summary>
    Runs,

    /// <summary>It was not, for too long.</summary>
    Hangs,
}
