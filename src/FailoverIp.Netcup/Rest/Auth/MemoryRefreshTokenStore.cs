namespace FailoverIp.Netcup;

/// <summary>A refresh token that was given as a value: a rotated one lives as long as the process.</summary>
internal sealed class MemoryRefreshTokenStore(string token, TimeProvider time) : IRefreshTokenStore
{
    private readonly RefreshTokenLock _lock = new(null, time);
    private volatile string _token = token.TrimEnd();

    public Task<IDisposable?> LockAsync(CancellationToken cancellationToken) => _lock.TakeAsync(cancellationToken);

    public string Read() => _token;

    public void Replace(string used, string rotated)
    {
        if (_token == used) // one that has come meanwhile, to somebody who did not wait for us, is newer
            _token = rotated;
    }
}
