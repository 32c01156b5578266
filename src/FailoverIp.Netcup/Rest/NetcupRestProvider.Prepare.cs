using Microsoft.Extensions.Logging;

namespace FailoverIp.Netcup;

internal sealed partial class NetcupRestProvider
{
    private static readonly TimeSpan SoonestPrepare = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LatestPrepare = TimeSpan.FromHours(1);

    /// <summary>
    /// Warms the token, looks up every id, and finds what would make a failover fail before one is needed. It comes back before the token runs
    /// out, on idle nodes too: an offline refresh token that nobody uses for 30 days expires.
    /// </summary>
    public async Task<TimeSpan> PrepareAsync(RouteRequest request, CancellationToken cancellationToken)
    {
        var bounds = RequestBounds.Of(request, cancellationToken);
        var target = request.Target.Require("Server");
        var token = await tokens.WarmAsync(bounds).ConfigureAwait(false);
        var address = await ReadAddressAsync(request.Address, bounds).ConfigureAwait(false);
        var server = await _servers.RefreshAsync(target, bounds).ConfigureAwait(false);
        new KnownAddress(address.Id, address.Editable ?? true, address.Site, true).Check(request.Address, server);
        await ObserveBudgetAsync(bounds).ConfigureAwait(false);
        await RestRehearsal.OnceAsync().ConfigureAwait(false);

        var warm = token.WarmFor;
        return warm < SoonestPrepare ? SoonestPrepare : warm > LatestPrepare ? LatestPrepare : warm;
    }

    /// <summary>The pair's other node uses the same account: its reroutes count against the same limit. Not knowing them is no failure.</summary>
    private async Task ObserveBudgetAsync(RequestBounds bounds)
    {
        try
        {
            var (tasks, now) = await client.ListReroutesAsync(bounds).ConfigureAwait(false);
            var clock = now ?? time.GetUtcNow();
            budget.Observe(tasks
                .Where(t => t is { Uuid: not null, Name: "RouteFailoverIpTask" or "ClearFailoverIpTask" })
                .Select(t => (t.Uuid!, clock - (t.StartedAt ?? clock))));
        }
        catch (FailoverIpException e)
        {
            LogBudgetUnknown(e.Kind, e.Message);
        }
    }

    [LoggerMessage(EventId = 4020, Level = LogLevel.Debug, Message = "the account's latest reroutes are not known ({Kind}): {Problem}")]
    private partial void LogBudgetUnknown(FailoverErrorKind kind, string problem);
}
