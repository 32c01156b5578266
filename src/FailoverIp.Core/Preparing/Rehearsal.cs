using Microsoft.Extensions.Logging;

namespace FailoverIp;

/// <summary>
/// Runs the way from a role to its write once, against an account in memory. The runtime compiles code at its first use: without this, the
/// first failover of a process would spend tens of milliseconds on that, before its request leaves. Nothing of it shows anywhere outside.
/// </summary>
internal static class Rehearsal
{
    private const string Server = "rehearsal";

    /// <summary>The route that is kept in a rehearsal; an address for documentation, which no account holds.</summary>
    public static FailoverRoute Route { get; } = new("rehearsal", FailoverAddress.Parse("192.0.2.1"), "rehearsal", RouteTarget.ForServer(Server));

    /// <summary>Keeps <see cref="Route"/> until it is routed, or until the host stops.</summary>
    public static async Task RunAsync(CancellationToken stopping)
    {
        using var metrics = new RouteMetrics(meterName: "FailoverIp.Rehearsal");
        var stage = new Stage();
        var router = new FailoverIpRouter([Route], _ => stage, TimeProvider.System, metrics, stage);
        using var role = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var keeper = new RouteKeeper(router, Route, TimeProvider.System, stage);
        await using (keeper.ConfigureAwait(false))
        {
            var routed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            keeper.Changed += status =>
            {
                if (status.State == RouteKeeperState.Routed)
                    routed.TrySetResult();
            };
            keeper.Start(1, role.Token);
            await routed.Task.WaitAsync(role.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await role.CancelAsync().ConfigureAwait(false);
        }
    }

    /// <summary>The account, and a log that writes its lines and throws them away.</summary>
    private sealed class Stage : IFailoverIpProvider, ILogger
    {
        private string? _owner;

        // Each answer comes after a turn of the thread pool: one from a network is never there at once, and it is the way on from a wait that costs.
        public async Task<RouteReading> ReadRouteAsync(RouteRequest request, CancellationToken cancellationToken)
        {
            await Task.Yield();
            return new(Server, _owner, _owner is not null);
        }

        public async Task<Reroute> StartRerouteAsync(RouteRequest request, CancellationToken cancellationToken)
        {
            await Task.Yield();
            _owner = Server;
            return Reroute.AcceptedAs(static async _ => await Task.Yield());
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => _ = formatter(state, exception);
    }
}
