namespace FailoverIp;

/// <summary>A reload that is ready: one call away from being in force, and without effect where that call never comes.</summary>
internal sealed class RouteReload(RouteBoard board, ProviderCatalog providers, RouteSet next, ProviderTable accounts, IReadOnlyList<ProviderAccount> made) : IAsyncDisposable
{
    private readonly RouteSet _before = board.Current;
    private bool _isCommitted;

    /// <summary>Whether an address is the very same as before, and so is its account.</summary>
    public bool Keeps(string name) => next.Find(name) is { } entry && _before.Find(name) == entry;

    /// <summary>Goes over. When it returns nothing is begun any more on behalf of what is gone or has changed; what was begun has been told to end.</summary>
    public void Commit()
    {
        _isCommitted = true;
        board.Replace(next);
        providers.Replace(accounts);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_isCommitted)
            await providers.RetireAsync(made).ConfigureAwait(false);
    }
}
