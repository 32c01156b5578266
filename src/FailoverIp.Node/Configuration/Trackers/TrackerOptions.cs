using System.Collections.Immutable;

namespace FailoverIp.Node;

/// <summary>Something whose health counts in elections: a script, a file, a process, a health check. Immutable.</summary>
/// <param name="Name">Its name among those of its kind.</param>
public abstract record TrackerOptions(string Name)
{
    /// <summary>The weight where a virtual router that tracks it gives none, −253 to 253; 0: a Fault while it is unwell.</summary>
    /// <value>0; of a file 1.</value>
    public virtual int Weight { get; init; }

    /// <summary>Well counts as unwell and unwell as well, where a virtual router gives no weight of its own.</summary>
    public bool Reverse { get; init; }

    /// <summary>What kind it is: <c>script</c>, <c>file</c>, <c>process</c> or <c>health check</c>.</summary>
    public abstract string Kind { get; }

    /// <summary>The name by which virtual routers track it (<see cref="Vrrp.TrackedHealth.Name"/>): kind and name, such as <c>script check</c>.</summary>
    public string Tracker => TrackerName(Kind, Name);

    /// <summary>The name of a tracker of a kind.</summary>
    internal static string TrackerName(string kind, string name) => $"{kind} {name}";
}

/// <summary>A command that is run again and again (keepalived: <c>vrrp_script</c>): exit status 0 is well. No shell, nothing to read, its output thrown away.</summary>
/// <param name="Name">Its name.</param>
public sealed record ScriptTrackerOptions(string Name) : TrackerOptions(Name)
{
    /// <summary>The program, by its path or its name in PATH, and its arguments.</summary>
    public required ImmutableArray<string> Command { get; init; }

    /// <summary>The time from one start to the next, more than 0.</summary>
    /// <value>1 second.</value>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long it may take before its process group is killed, which is a failure; null: <see cref="Interval"/>.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>How many successes in a row make it well, from 1.</summary>
    public int Rise { get; init; } = 1;

    /// <summary>How many failures in a row make it unwell, from 1.</summary>
    public int Fall { get; init; } = 1;

    /// <summary>Whether it begins as one that has failed. Otherwise the first run decides alone, and until it has ended it counts as unwell.</summary>
    public bool InitFail { get; init; }

    /// <summary>The user it runs as, by name; null: as this process.</summary>
    public string? User { get; init; }

    /// <summary>The group it runs as, by name, with <see cref="User"/>; null: the user's.</summary>
    public string? Group { get; init; }

    /// <inheritdoc/>
    public override string Kind => "script";

    /// <inheritdoc/>
    public bool Equals(ScriptTrackerOptions? other) =>
        base.Equals(other) && Command.AsSpan().SequenceEqual(other!.Command.AsSpan()) && Interval == other.Interval && Timeout == other.Timeout
        && Rise == other.Rise && Fall == other.Fall && InitFail == other.InitFail && User == other.User && Group == other.Group;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(base.GetHashCode(), Interval, Rise, Fall);
}

/// <summary>A file that holds a number (keepalived: <c>track_file</c>). The number times the weight is added to the priority; with weight 0 any other than 0 is a Fault.</summary>
/// <param name="Name">Its name.</param>
public sealed record FileTrackerOptions(string Name) : TrackerOptions(Name)
{
    /// <summary>Where it is.</summary>
    public required string Path { get; init; }

    /// <summary>The number while the file does not exist or is empty.</summary>
    /// <value>0.</value>
    public int InitialValue { get; init; }

    /// <inheritdoc/>
    public override int Weight { get; init; } = 1;

    /// <inheritdoc/>
    public override string Kind => "file";
}

/// <summary>Processes of this machine that are counted (keepalived: <c>vrrp_track_process</c>).</summary>
/// <param name="Name">Its name.</param>
public sealed record ProcessTrackerOptions(string Name) : TrackerOptions(Name)
{
    /// <summary>The name of the program, such as <c>haproxy</c>; with a slash in it, its path as it was started.</summary>
    public required string Process { get; init; }

    /// <summary>The arguments that it was started with; null for any.</summary>
    public string? Parameters { get; init; }

    /// <summary>How <see cref="Parameters"/> are compared.</summary>
    public ProcessParameterMatch ParameterMatch { get; init; }

    /// <summary>How many there have to be.</summary>
    /// <value>1.</value>
    public int Quorum { get; init; } = 1;

    /// <summary>How many there may be; null for any number.</summary>
    public int? QuorumMax { get; init; }

    /// <summary>How long there must have been too few before that counts.</summary>
    public TimeSpan TerminateDelay { get; init; }

    /// <summary>How long there must have been enough, or too many, before that counts.</summary>
    public TimeSpan ForkDelay { get; init; }

    /// <inheritdoc/>
    public override string Kind => "process";
}

/// <summary>How the arguments of processes are compared.</summary>
public enum ProcessParameterMatch
{
    /// <summary>All of them, as they are.</summary>
    Exact,

    /// <summary>The first ones (keepalived: <c>initial</c>).</summary>
    Initial,

    /// <summary>The first ones, of which the last may go on (keepalived: <c>partial</c>).</summary>
    Partial,
}

/// <summary>A health check of the application, by the name of its registration: Healthy is well, Degraded and Unhealthy are not.</summary>
/// <param name="Name">The name that it is registered by.</param>
public sealed record HealthCheckTrackerOptions(string Name) : TrackerOptions(Name)
{
    /// <summary>The time from one answer to the next question, more than 0.</summary>
    /// <value>2 seconds.</value>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long an answer may take before it counts as Unhealthy; a shorter timeout of the registration wins.</summary>
    /// <value>5 seconds.</value>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public override string Kind => "health check";
}
