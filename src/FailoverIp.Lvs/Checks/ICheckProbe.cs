namespace FailoverIp.Lvs;

/// <summary>One way of asking a target whether it serves. It asks once; when, how often and what follows is decided elsewhere.</summary>
public interface ICheckProbe : IAsyncDisposable
{
    /// <summary>
    /// Asks once. A target that does not serve, for whatever reason, is a result, not an exception. Bounded in time by the check's own timeouts and in size
    /// by its own limits; never called again before it has ended. It returns without blocking: the thread that calls begins all checks.
    /// </summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> has fallen: nobody wants the answer any more.</exception>
    ValueTask<CheckResult> ProbeAsync(CancellationToken cancellationToken);
}

/// <summary>What a probe found.</summary>
/// <param name="Passed">Whether the target serves.</param>
/// <param name="Failure">Why it does not: one line that a person can act on; null where it does.</param>
/// <param name="Weight">The weight the target asks for (a command's exit code); null: the configured one.</param>
/// <param name="WeightChange">What is added to the configured weight (a file's content); 0: nothing.</param>
public readonly record struct CheckResult(bool Passed, string? Failure, int? Weight = null, int WeightChange = 0)
{
    /// <summary>
    /// True: this machine could not ask (no descriptors, no memory, no local port, a missing right), which says nothing about the target: what was known of it
    /// stands, and it is asked again after the delay loop. <see cref="Passed"/> is false, and <see cref="Failure"/> says what is in the way.
    /// </summary>
    public bool IsUnasked { get; init; }

    /// <summary>The target serves.</summary>
    public static CheckResult Pass { get; } = new(true, null);

    /// <summary>The target serves, with a weight of its own choice.</summary>
    public static CheckResult PassWith(int weight) => new(true, null, weight);

    /// <summary>The target does not serve.</summary>
    public static CheckResult Fail(string why) => new(false, why);

    /// <summary>The target could not be asked, for a reason of this machine's own.</summary>
    public static CheckResult Unasked(string why) => new(false, why) { IsUnasked = true };
}
