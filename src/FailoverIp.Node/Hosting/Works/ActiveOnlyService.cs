using Microsoft.Extensions.Hosting;

namespace FailoverIp.Node;

/// <summary>
/// A background service that runs only while an instance is Active on this node: <see cref="BackgroundService"/> with a role. Added as any other, with <c>AddHostedService</c>.
/// </summary>
/// <param name="node">The node.</param>
/// <param name="instance">The VRRP instance.</param>
public abstract class ActiveOnlyService(IFailoverNode node, string instance) : IHostedService
{
    private IAsyncDisposable? _work;

    /// <summary>The work of one stay; see <see cref="IFailoverNode.WhileActive"/> for when it is called, called again and told to end.</summary>
    /// <param name="stay">The stay.</param>
    /// <param name="stoppingToken">Falls when this node is no longer Active, before anybody is told that it is Backup.</param>
    protected abstract Task ExecuteAsync(ActiveStay stay, CancellationToken stoppingToken);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">There is no such instance.</exception>
    public virtual Task StartAsync(CancellationToken cancellationToken)
    {
        _work = node.WhileActive(instance, ExecuteAsync);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public virtual async Task StopAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _work, null) is { } work)
            await work.DisposeAsync().ConfigureAwait(false);
    }
}
