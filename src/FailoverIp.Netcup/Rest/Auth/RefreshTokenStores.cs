using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace FailoverIp.Netcup;

/// <summary>
/// The refresh tokens of a process, by where they come from. They outlive an account that a reload has replaced: what netcup has rotated since, and what could not be
/// saved, its successor goes on with.
/// </summary>
internal sealed class RefreshTokenStores
{
    private readonly ConcurrentDictionary<object, IRefreshTokenStore> _stores = new();

    /// <summary>That of a file.</summary>
    public IRefreshTokenStore OfFile(string path, TimeProvider time, ILogger logger) => _stores.GetOrAdd(path, _ => new FileRefreshTokenStore(path, time, logger));

    /// <summary>That of a token that was given as a value, for one service.</summary>
    public IRefreshTokenStore OfValue(Uri baseAddress, string token, TimeProvider time) => _stores.GetOrAdd((baseAddress, token), _ => new MemoryRefreshTokenStore(token, time));
}
