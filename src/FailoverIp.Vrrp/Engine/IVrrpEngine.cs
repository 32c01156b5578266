namespace FailoverIp.Vrrp;

/// <summary>Runs the virtual routers of this process: <see cref="VrrpEngine"/> on Linux, or a simulated one.</summary>
public interface IVrrpEngine : IAsyncDisposable
{
    /// <summary>Starts the virtual routers. Interfaces need not exist yet: their routers wait in <see cref="VrrpState.Fault"/>.</summary>
    /// <exception cref="VrrpException">It cannot be started: missing rights, invalid options.</exception>
    /// <exception cref="PlatformNotSupportedException">This engine does not run on this operating system.</exception>
    Task StartAsync(IReadOnlyList<VirtualRouterOptions> routers, CancellationToken cancellationToken);

    /// <summary>Stops: priority 0 is sent for every Active router, then its addresses are removed. Returns when both have happened.</summary>
    Task StopAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Calls <paramref name="observer"/> for every transition, in order and one at a time, off the engine's thread. To be called before
    /// <see cref="StartAsync"/>; the observer returns quickly and does not throw.
    /// </summary>
    void Subscribe(Action<VrrpTransition> observer);

    /// <summary>What each virtual router is doing. Never waits for the engine.</summary>
    IReadOnlyList<VirtualRouterStatus> GetStatus();
}
