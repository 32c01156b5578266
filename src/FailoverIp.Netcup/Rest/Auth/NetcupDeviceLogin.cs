namespace FailoverIp.Netcup;

/// <summary>
/// The one-time login at netcup by the OAuth device flow (RFC 8628): <see cref="StartAsync"/> gives a page and a code for a person,
/// <see cref="CompleteAsync"/> waits until that person has agreed and saves the refresh token to <see cref="NetcupRestOptions.RefreshTokenFile"/>
/// with mode 0600.
/// </summary>
public sealed class NetcupDeviceLogin
{
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan SlowDown = TimeSpan.FromSeconds(5);

    private readonly TokenEndpoint _endpoint;
    private readonly TimeProvider _time;
    private readonly string _file;

    /// <summary>Prepares a login; nothing is sent yet.</summary>
    /// <param name="options">The account: <see cref="NetcupRestOptions.BaseAddress"/> and <see cref="NetcupRestOptions.RefreshTokenFile"/> count.</param>
    /// <param name="client">Sends the requests; it should follow no redirects.</param>
    /// <param name="timeProvider">The clock for the pauses between questions.</param>
    /// <exception cref="FailoverIpException">The options name no file, or cannot be used (<see cref="FailoverErrorKind.Configuration"/>).</exception>
    public NetcupDeviceLogin(NetcupRestOptions options, HttpClient client, TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(client);
        _file = options.RefreshTokenFile is { Length: > 0 } file ? file
            : throw new FailoverIpException(FailoverErrorKind.Configuration, $"{nameof(NetcupRestOptions.RefreshTokenFile)} is missing: a login needs a file to save the refresh token to");
        _time = timeProvider ?? TimeProvider.System;
        _endpoint = new(new(client, _time), options.RequireBaseAddress());
    }

    /// <summary>Begins: checks that the file can be written, and asks the service for a code.</summary>
    /// <exception cref="FailoverIpException">The file cannot be written (<see cref="FailoverErrorKind.Configuration"/>), or the service did not answer as it should.</exception>
    public async Task<NetcupDeviceCode> StartAsync(CancellationToken cancellationToken = default)
    {
        RefreshTokenFile.EnsureWritable(_file);
        var startedAt = _time.GetTimestamp();
        var answer = await _endpoint.StartDeviceAsync(new(RequestTimeout, cancellationToken)).ConfigureAwait(false);
        if (answer is not { DeviceCode.Length: > 0, UserCode.Length: > 0 } || WebPage(answer.VerificationUri) is not { } page)
            throw new FailoverIpException(FailoverErrorKind.Unavailable, "netcup began a login without a code or a page for it");
        return new(answer.DeviceCode, OneLine.Of(answer.UserCode), page, WebPage(answer.VerificationUriComplete),
            Seconds(answer.ExpiresIn, fallback: 600), Seconds(answer.Interval, fallback: 5), startedAt);
    }

    /// <summary>
    /// Waits for the person, asking at the pace the service wants, and saves the refresh token. Questions that get lost on the way are asked
    /// again until the code is no longer good.
    /// </summary>
    /// <exception cref="FailoverIpException">The person refused or the code ran out (<see cref="FailoverErrorKind.Authentication"/>), or the file could not be written.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; nothing was saved.</exception>
    public async Task CompleteAsync(NetcupDeviceCode code, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(code);
        var refreshToken = await WaitAsync(code, cancellationToken).ConfigureAwait(false);
        // A node that is refreshing with the old token right now must not put that one's successor over ours. The login cannot be had twice: no cancelling here.
        using var _ = await new RefreshTokenLock(_file, _time).TakeAsync(CancellationToken.None).ConfigureAwait(false);
        try
        {
            RefreshTokenFile.Write(_file, refreshToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw SecretFile.Unusable(nameof(NetcupRestOptions.RefreshTokenFile), _file, $"cannot be written: {SecretFile.Reason(e)}", e);
        }
    }

    private async Task<string> WaitAsync(NetcupDeviceCode code, CancellationToken cancellationToken)
    {
        var interval = code.Interval;
        while (true)
        {
            await Task.Delay(interval, _time, cancellationToken).ConfigureAwait(false);
            if (_time.GetElapsedTime(code.StartedAt) >= code.ExpiresIn)
                throw Expired();
            try
            {
                var (token, error) = await _endpoint.PollDeviceAsync(code.DeviceCode, new(RequestTimeout, cancellationToken)).ConfigureAwait(false);
                if (token is not null)
                    return token.RefreshToken is { Length: > 0 } refreshToken && refreshToken.All(c => c is > ' ' and < '\x7f') ? refreshToken
                        : throw new FailoverIpException(FailoverErrorKind.Authentication, "netcup accepted the login but gave no refresh token");
                if (error == "expired_token")
                    throw Expired();
                if (error == "access_denied")
                    throw new FailoverIpException(FailoverErrorKind.Authentication, "the login was refused in the browser");
                if (error == "slow_down")
                    interval += SlowDown;
            }
            catch (FailoverIpException e) when (e.Kind is FailoverErrorKind.Unavailable or FailoverErrorKind.Timeout or FailoverErrorKind.RateLimited)
            {
                interval += SlowDown; // RFC 8628 section 3.5: back off where the service does not answer
            }
        }
    }

    private static FailoverIpException Expired() => new(FailoverErrorKind.Authentication, "nobody agreed to the login before its code ran out; run `failoverip login netcup` again");

    private static TimeSpan Seconds(double? seconds, int fallback) => TimeSpan.FromSeconds(seconds is > 0 and < 86400 ? seconds.Value : fallback);

    private static Uri? WebPage(string? text) => Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" ? uri : null;
}
