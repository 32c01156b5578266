namespace FailoverIp.Lvs;

/// <summary>The probe of a <see cref="DelegateCheckOptions"/>. Its bound in time is the scheduler's; it begins on the pool, so that a delegate that blocks holds up no other check.</summary>
internal sealed class DelegateProbe(DelegateCheckOptions options) : ICheckProbe
{
    public ValueTask<CheckResult> ProbeAsync(CancellationToken cancellationToken) =>
        new(Task.Run(() => options.Check(cancellationToken).AsTask(), cancellationToken));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
