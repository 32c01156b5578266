using FailoverIp.Simulation;
using Microsoft.Extensions.Logging.Abstractions;

namespace FailoverIp.Core.Tests.Support;

/// <summary>A router over one scripted account, on virtual time. Everything runs on the test's own thread, so that nothing depends on the machine.</summary>
public sealed class Rig : IDisposable
{
    private readonly RouteMetrics _metrics = new();

    public Rig(RouteRetry? retry = null, params FailoverRoute[] more)
    {
        SynchronizationContext.SetSynchronizationContext(null);
        Provider = new(Clock);
        Route = new("web", FailoverAddress.Parse("203.0.113.10"), "fake", RouteTarget.ForServer(ScriptedProvider.Me)) { Retry = retry ?? new() };
        Router = new FailoverIpRouter([Route, .. more], _ => Provider, Clock, _metrics, NullLogger.Instance);
    }

    public VirtualTimeProvider Clock { get; } = new();

    public ScriptedProvider Provider { get; }

    public FailoverRoute Route { get; }

    public IFailoverIpRouter Router { get; }

    /// <summary>Moves the clock from timer to timer until the task has ended.</summary>
    public async Task<T> RunAsync<T>(Task<T> task, TimeSpan? limit = null)
    {
        Advance(() => task.IsCompleted, limit);
        task.IsCompleted.ShouldBeTrue($"not ended after {Clock.Elapsed}: {Provider.Sequence}");
        return await task;
    }

    public Task<RouteResult> EnsureAsync(TimeSpan? limit = null) => RunAsync(Router.EnsureAsync("web"), limit);

    public async Task<FailoverIpException> FailAsync() => await Should.ThrowAsync<FailoverIpException>(() => EnsureAsync());

    public void Advance(Func<bool> until, TimeSpan? limit = null)
    {
        var end = Clock.Elapsed + (limit ?? TimeSpan.FromHours(1));
        while (!until() && Clock.NextDue is { } due && due <= end)
            Clock.Advance(due - Clock.Elapsed);
    }

    public void Dispose() => _metrics.Dispose();
}
