namespace FailoverIp.Vrrp;

/// <summary>Runs the virtual routers of this process: <see cref="VrrpEngine"/> on Linux, or a simulated one.</summary>
public interface IVrrpEngine : IAsyncDisposable
{
    /// <summary>Starts the virtual routers. Interfaces need not exist yet: their routers wait in <see cref="VrrpState.Fault"/>.</summary>
    /// <param name="options">What to run.</param>
    /// <param name="cancellationToken">Ends the waiting for the start.</param>
    /// <exception cref="VrrpException">It cannot be started: missing rights, invalid options.</exception>
    /// <exception cref="PlatformNotSupportedException">This engine does not run on this operating system.</exception>
    Task StartAsync(VrrpEngineOptions options, CancellationToken cancellationToken);

    /// <summary>
    /// Goes over to other options. Only the difference is applied: a virtual router whose options are the same keeps sockets, state and role. Options that are
    /// not valid are refused whole, and the old ones run on.
    /// </summary>
    /// <exception cref="VrrpException">The options are not valid; one line.</exception>
    /// <exception cref="InvalidOperationException">The engine does not run.</exception>
    Task ReloadAsync(VrrpEngineOptions options, CancellationToken cancellationToken);

    /// <summary>
    /// Tells what a tracker has found, for the virtual routers whose <see cref="VirtualRouterOptions.TrackedHealth"/> names it. May be called at any time and by
    /// any thread, also before the start; never waits. The last reading counts.
    /// </summary>
    void SetTracker(string tracker, TrackerReading reading);

    /// <summary>Stops: priority 0 is sent for every Active router, then its addresses are removed. Returns when both have happened.</summary>
    Task StopAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Calls <paramref name="observer"/> for every transition, in order and one at a time, off the engine's thread. To be called before
    /// <see cref="StartAsync"/>; the observer returns quickly and does not throw.
    /// </summary>
    void Subscribe(Action<VrrpTransition> observer);

    /// <summary>
    /// Calls <paramref name="observer"/> for what happens without a transition, in one order with the transitions and under the same terms
    /// (<see cref="Subscribe"/>). An engine that knows of nothing like that never calls it.
    /// </summary>
    void SubscribeIncidents(Action<VrrpIncident> observer)
    {
    }

    /// <summary>What each virtual router is doing. Never waits for the engine.</summary>
    IReadOnlyList<VirtualRouterStatus> GetStatus();

    /// <summary>Counts packets that belong to none of the virtual routers. Never waits for the engine.</summary>
    VrrpCounters GetCounters() => default;
}
