namespace FailoverIp.Netcup;

/// <summary>Where the refresh token is kept. One refresh at a time uses it (<see cref="LockAsync"/>).</summary>
internal interface IRefreshTokenStore
{
    /// <summary>Keeps others, of this process and of other ones, from refreshing with the same token meanwhile, as far as that can be had; never fails.</summary>
    Task<IDisposable?> LockAsync(CancellationToken cancellationToken);

    /// <summary>The token to use now.</summary>
    /// <exception cref="FailoverIpException">There is none (<see cref="FailoverErrorKind.Configuration"/>).</exception>
    string Read();

    /// <summary>Keeps the token that came instead of <paramref name="used"/>. Never fails: a token that cannot be written is kept in memory.</summary>
    void Replace(string used, string rotated);
}
