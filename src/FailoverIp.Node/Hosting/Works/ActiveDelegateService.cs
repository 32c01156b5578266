namespace FailoverIp.Node;

/// <summary>An <see cref="ActiveOnlyService"/> made of a function.</summary>
internal sealed class ActiveDelegateService(IFailoverNode node, IServiceProvider services, string instance, Func<IServiceProvider, ActiveStay, CancellationToken, Task> work)
    : ActiveOnlyService(node, instance)
{
    protected override Task ExecuteAsync(ActiveStay stay, CancellationToken stoppingToken) => work(services, stay, stoppingToken);
}
