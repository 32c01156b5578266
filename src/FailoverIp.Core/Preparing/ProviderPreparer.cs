using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FailoverIp;

/// <summary>
/// Keeps every provider ready for a reroute, on Active and idle nodes alike: calls <see cref="IFailoverIpProvider.PrepareAsync"/> for each
/// address at start and again when it is due, and rehearses the way of a failover through this library once, where there are addresses. Runs in a host only; a single command pays for nothing it does not need.
/// </summary>
internal sealed class ProviderPreparer(RouteBoard board, TimeProvider clock, ILogger logger) : BackgroundService
{
    private static readonly TimeSpan FirstBackOff = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestBackOff = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromDays(1);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(board.Current.Entries.Any() ? Rehearsal.RunAsync(stoppingToken) : Task.CompletedTask, FollowAsync(stoppingToken));

    /// <summary>Keeps ready what there is, and after each reload what is new in it.</summary>
    private async Task FollowAsync(CancellationToken stopping)
    {
        List<Task> running = [];
        HashSet<RouteEntry> begun = [];
        while (!stopping.IsCancellationRequested)
        {
            var current = board.Current;
            running.RemoveAll(t => t.IsCompleted);
            running.AddRange(current.Entries.Where(e => !begun.Contains(e)).Select(e => KeepReadyAsync(e, stopping)));
            begun = [.. current.Entries];
            await current.Replaced.WaitAsync(stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        await Task.WhenAll(running).ConfigureAwait(false);
    }

    private async Task KeepReadyAsync(RouteEntry entry, CancellationToken host)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(host, entry.Replaced);
        var (route, stopping) = (entry.Route, either.Token);
        var request = new RouteRequest(route.Address, route.Target) { RequestTimeout = route.Retry.RequestTimeout };
        var backOff = FirstBackOff;
        FailoverIpException? reported = null;
        while (!stopping.IsCancellationRequested)
        {
            TimeSpan pause;
            try
            {
                pause = await ProviderCall.RunAsync(route.Provider, route.Retry.TotalTimeout, clock, limit => entry.Provider().PrepareAsync(request, limit), stopping).ConfigureAwait(false);
                if (reported is not null)
                    logger.ReadyAgain(route.Name, route.Provider);
                (reported, backOff) = (null, FirstBackOff);
                if (pause == Timeout.InfiniteTimeSpan)
                    return;
            }
            catch (Exception) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (FailoverIpException e)
            {
                if (reported?.Kind != e.Kind || reported.Message != e.Message)
                    logger.NotReady(route.Name, route.Provider, e.Kind, e.Message);
                reported = e;
                pause = e.RetryAfter > backOff ? e.RetryAfter.Value : backOff;
                backOff = backOff * 2 < LongestBackOff ? backOff * 2 : LongestBackOff;
            }
            pause = pause < ShortestPause ? ShortestPause : pause > LongestPause ? LongestPause : pause;
            await Task.Delay(pause, clock, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
