using Microsoft.Extensions.Configuration;

namespace FailoverIp;

/// <summary>Goes over to other addresses and accounts while the process runs: everything is checked, and what is new is made, before anything changes. One caller at a time.</summary>
internal sealed class RouteReloader(RouteBoard board, RouteTable table, ProviderCatalog providers, TimeProvider clock)
{
    /// <summary>Checks other addresses. Nothing changes yet.</summary>
    /// <param name="routes">The addresses from now on; those that were added by code alone stay.</param>
    /// <param name="section">Holds <c>Providers</c>; null: the accounts stay as they are.</param>
    /// <exception cref="FailoverIpException">They cannot work (<see cref="FailoverErrorKind.Configuration"/>); the message holds every problem, each with its key.</exception>
    public async Task<RouteReload> PrepareAsync(IReadOnlyList<FailoverRoute> routes, IConfiguration? section)
    {
        var before = board.Current;
        var accounts = section is null ? providers.Current : providers.Read(section);
        var made = accounts.Accounts.Except(providers.Current.Accounts).ToList();
        try
        {
            var entries = table.Read(routes, accounts).Select(r => before.Find(r.Name) is { } same && same.Route == r && same.Account == accounts.Account(r.Provider) ? same : Entry(r, accounts)).ToList();
            foreach (var account in made)
                _ = account.Get();
            return new(board, providers, new(entries), accounts, made);
        }
        catch
        {
            await providers.RetireAsync(made).ConfigureAwait(false);
            throw;
        }
    }

    private RouteEntry Entry(FailoverRoute route, ProviderTable accounts) => new(route, accounts.Account(route.Provider), clock);
}
