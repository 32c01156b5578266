using Microsoft.Extensions.Hosting;

namespace FailoverIp.Node;

/// <summary>
/// The end of a node in an application: the role is handed over while everything else still runs. The host tells its lifecycle services first that it stops, and only
/// then stops one hosted service after the other, the web server among them.
/// </summary>
internal sealed partial class FailoverNode : IHostedLifecycleService
{
    /// <summary>How long a stop waits for the application's own work, which was told to end.</summary>
    private static readonly TimeSpan WorkPatience = TimeSpan.FromSeconds(5);

    private CancellationTokenRegistration _stopRequested;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>
    /// A signal is told to the application before the host begins to stop: the hand-over begins with it. What is registered last is called first, so this is registered as late as
    /// possible, and returns at once.
    /// </summary>
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        if (_lifetime is not null)
            _stopRequested = _lifetime.ApplicationStopping.UnsafeRegister(static node => ((FailoverNode)node!).BeginToStop(), this);
        return Task.CompletedTask;
    }

    /// <summary>Ends when the role has been handed over. What went wrong is told when the service is stopped.</summary>
    public async Task StoppingAsync(CancellationToken cancellationToken) => await StopAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void BeginToStop()
    {
        _stopping = true;
        DrainRoles();
        _ = Task.Run(() => StopAsync(CancellationToken.None), CancellationToken.None);
    }

    private void DrainRoles()
    {
        // Before any role ends: what follows roles would take that for a failover.
        _balancer?.StopFollowing();
        foreach (var role in Roles.Values)
            role.Drain();
    }

    /// <summary>Routes to their peers what is to be handed over. The role is still held here, so nobody else writes; should it be lost meanwhile, this ends at once.</summary>
    private Task HandOverAsync()
    {
        var (options, roles) = (_running.Options, _running.Roles);
        return Task.WhenAll(
            from address in options.Addresses
            where address.HandOver is not null && address.Follows is not null
            let role = roles.GetValueOrDefault(address.Follows!)?.Drain()
            where role is not null
            select HandOverAsync(address.Route, address.HandOver!, role.Value));
    }

    private async Task HandOverAsync(FailoverRoute route, NodeHandOver handOver, CancellationToken role)
    {
        using var late = new CancellationTokenSource(handOver.Timeout, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(role, late.Token);
        try
        {
            var result = await _router.EnsureAsync(route.Name, handOver.Target, either.Token).ConfigureAwait(false);
            _logger.HandedOver(route.Name, route.Address, result.Owner);
        }
        catch (OperationCanceledException)
        {
            _logger.NotHandedOver(route.Name, route.Address, role.IsCancellationRequested ? "the role was lost meanwhile" : $"not done within {handOver.Timeout.TotalSeconds:0.###} s");
        }
        catch (Exception e)
        {
            _logger.NotHandedOver(route.Name, route.Address, e.Message.ReplaceLineEndings(" "));
        }
    }
}
