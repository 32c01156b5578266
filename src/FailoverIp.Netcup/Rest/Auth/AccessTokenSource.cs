using Microsoft.Extensions.Logging;

namespace FailoverIp.Netcup;

/// <summary>
/// Keeps one access token for everybody who uses the account. Whoever needs another one joins the refresh that is under way; it does not
/// end with the caller that began it, since others wait for it too and a rotated refresh token in its answer must not be lost.
/// </summary>
internal sealed partial class AccessTokenSource(TokenEndpoint endpoint, IRefreshTokenStore store, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan DefaultLifetime = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private AccessToken? _token;
    private Task<AccessToken>? _refresh;

    /// <summary>A token that may be sent. In the last 30 s of its life the present one still serves while its successor is fetched.</summary>
    public Task<AccessToken> GetAsync(RequestBounds bounds) => GetAsync(bounds, due: static t => !t.IsUsable);

    /// <summary>A token that stays good for more than a minute, so that a failover meanwhile need not fetch one.</summary>
    public Task<AccessToken> WarmAsync(RequestBounds bounds) => GetAsync(bounds, due: static t => t.WarmFor <= TimeSpan.Zero);

    /// <summary>The service has refused the token: it is not handed out again. A newer one that others fetched meanwhile stays.</summary>
    public void Invalidate(AccessToken token)
    {
        lock (_gate)
        {
            if (ReferenceEquals(_token, token))
                _token = null;
        }
    }

    private async Task<AccessToken> GetAsync(RequestBounds bounds, Func<AccessToken, bool> due)
    {
        bounds.Cancellation.ThrowIfCancellationRequested();
        Task<AccessToken> refresh;
        lock (_gate)
        {
            if (_token is { IsDue: false } fresh && !due(fresh))
                return fresh;
            refresh = _refresh ??= StartRefresh(bounds.Timeout);
            if (_token is { } present && !due(present))
                return present;
        }
        try
        {
            return await refresh.WaitAsync(bounds.Timeout, time, bounds.Cancellation).ConfigureAwait(false);
        }
        catch (TimeoutException e)
        {
            throw new FailoverIpException(FailoverErrorKind.Timeout, $"no access token came within {bounds.Timeout.TotalSeconds:0.###} s", e);
        }
    }

    private Task<AccessToken> StartRefresh(TimeSpan timeout)
    {
        // Task.Run: the refresh reads a file and belongs to no caller, so nothing of it runs here under the lock.
        var refresh = Task.Run(() => RefreshAsync(timeout), CancellationToken.None);
        // Everybody who waited may have gone by the time it fails.
        _ = refresh.ContinueWith(static t => t.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        return refresh;
    }

    private async Task<AccessToken> RefreshAsync(TimeSpan timeout)
    {
        AccessToken? token = null;
        try
        {
            token = await FetchAsync(new(timeout, CancellationToken.None)).ConfigureAwait(false);
            LogRefreshed(token.Remaining);
            return token;
        }
        catch (FailoverIpException e)
        {
            // Logged here because the caller that began it may have gone, or may have been served with the present token.
            LogNotRefreshed(e.Kind, e.Message);
            throw;
        }
        finally
        {
            lock (_gate)
            {
                _refresh = null;
                _token = token ?? _token;
            }
        }
    }

    private async Task<AccessToken> FetchAsync(RequestBounds bounds)
    {
        using var _ = await store.LockAsync(bounds.Cancellation).ConfigureAwait(false);
        var used = store.Read();
        var requestedAt = time.GetTimestamp();
        TokenAnswer answer;
        try
        {
            answer = await endpoint.RefreshAsync(used, bounds).ConfigureAwait(false);
        }
        catch (FailoverIpException e) when (e.Kind == FailoverErrorKind.Authentication && store.Read() is var newer && newer != used)
        {
            // Another process has rotated it, or somebody has logged in, since we read it.
            used = newer;
            requestedAt = time.GetTimestamp();
            answer = await endpoint.RefreshAsync(used, bounds).ConfigureAwait(false);
        }
        if (answer.RefreshToken is { Length: > 0 } rotated && rotated != used)
            store.Replace(used, rotated);

        var userId = JwtUserId.TryRead(answer.AccessToken!) ?? await endpoint.ReadUserIdAsync(answer.AccessToken!, bounds).ConfigureAwait(false);
        var lifetime = answer.ExpiresIn is { } seconds ? TimeSpan.FromSeconds(seconds) : DefaultLifetime;
        return new(answer.AccessToken!, userId, requestedAt, lifetime, time);
    }

    [LoggerMessage(EventId = 4010, Level = LogLevel.Debug, Message = "netcup access token refreshed; it lives for {Lifetime}")]
    private partial void LogRefreshed(TimeSpan lifetime);

    [LoggerMessage(EventId = 4011, Level = LogLevel.Debug, Message = "netcup access token not refreshed ({Kind}): {Problem}")]
    private partial void LogNotRefreshed(FailoverErrorKind kind, string problem);
}
