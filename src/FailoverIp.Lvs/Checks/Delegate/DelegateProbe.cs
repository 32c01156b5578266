namespace FailoverIp.Lvs;

/// <summary>The probe of a <see cref="DelegateCheckOptions"/>. Its bound in time is the scheduler's.</summary>
internal sealed class DelegateProbe(DelegateCheckOptions options) : ICheckProbe
{
    public ValueTask<CheckResult> ProbeAsync(CancellationToken cancellationToken) => options.Check(cancellationToken);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
