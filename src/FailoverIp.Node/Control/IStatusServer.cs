namespace FailoverIp.Node;

/// <summary>What answers at a place, until it is disposed.</summary>
internal interface IStatusServer : IAsyncDisposable
{
    /// <summary>The addresses it listens at, with the ports that were given out.</summary>
    IReadOnlyCollection<string> Addresses { get; }
}
