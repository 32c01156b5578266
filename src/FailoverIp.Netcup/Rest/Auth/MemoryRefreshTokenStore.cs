namespace FailoverIp.Netcup;

/// <summary>A refresh token that was given as a value: a rotated one lives as long as the process.</summary>
internal sealed class MemoryRefreshTokenStore(string token) : IRefreshTokenStore
{
    private string _token = token.TrimEnd();

    public Task<IDisposable?> LockAsync(CancellationToken cancellationToken) => Task.FromResult<IDisposable?>(null);

    public string Read() => Volatile.Read(ref _token);

    public void Replace(string used, string rotated)
    {
        // One that has come meanwhile is newer.
        if (Read() is var current && current == used)
            Interlocked.CompareExchange(ref _token, rotated, current);
    }
}
