namespace FailoverIp.Node;

/// <summary>Work that runs while an instance is Active, in its shortest form.</summary>
public static class FailoverNodeWorkExtensions
{
    /// <inheritdoc cref="IFailoverNode.WhileActive"/>
    public static IAsyncDisposable WhileActive(this IFailoverNode node, string instance, Func<CancellationToken, Task> work)
    {
        ArgumentNullException.ThrowIfNull(node);
        ArgumentNullException.ThrowIfNull(work);
        return node.WhileActive(instance, (_, cancellationToken) => work(cancellationToken));
    }
}
