namespace FailoverIp.Vrrp;

/// <summary>An interface on which a virtual router depends.</summary>
/// <param name="Name">The interface; it need not exist, and counts as down then.</param>
/// <param name="Weight">
/// 0: a Fault while it is down. Positive: added to the priority while it is up; negative: subtracted while it is down. −253 to 253.
/// </param>
/// <param name="Reverse">Up counts as down, and down as up.</param>
public sealed record TrackedInterface(string Name, int Weight = 0, bool Reverse = false);

/// <summary>Health that somebody else finds out (a script, a file, a process, an application), by the name of its tracker.</summary>
/// <param name="Name">The name that <see cref="IVrrpEngine.SetTracker"/> is called with.</param>
/// <param name="Weight">As with <see cref="TrackedInterface"/>, −253 to 253. A tracker with a number (<see cref="TrackerReading.Value"/>) adds the number times the weight.</param>
/// <param name="Reverse">Well counts as unwell, and unwell as well.</param>
public sealed record TrackedHealth(string Name, int Weight = 0, bool Reverse = false);

/// <summary>What a tracker has found.</summary>
public readonly record struct TrackerReading
{
    /// <summary>Whether it is well. A tracker that was never told counts as well.</summary>
    public bool IsWell { get; private init; }

    /// <summary>The number of a tracker that has one (keepalived: <c>track_file</c>); null otherwise. Times the weight it is added; with weight 0, any other than 0 is a Fault, and so is a sum below −253.</summary>
    public int? Value { get; private init; }

    /// <summary>It is well.</summary>
    public static TrackerReading Well { get; } = new() { IsWell = true };

    /// <summary>It is not.</summary>
    public static TrackerReading Unwell { get; }

    /// <summary>It has a number.</summary>
    public static TrackerReading Number(int value) => new() { IsWell = true, Value = value };
}
