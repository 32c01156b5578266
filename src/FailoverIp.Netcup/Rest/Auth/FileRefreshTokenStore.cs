using Microsoft.Extensions.Logging;

namespace FailoverIp.Netcup;

/// <summary>
/// A refresh token in a file that several processes may share: a node, <c>route ensure</c>, <c>login</c>. It is read anew each time, and
/// replaced only where it still holds the token that was used, so that nobody's newer one is ever overwritten.
/// </summary>
internal sealed partial class FileRefreshTokenStore(string path, TimeProvider time, ILogger logger) : IRefreshTokenStore
{
    private readonly RefreshTokenLock _lock = new(path, time);
    private Unsaved? _unsaved;

    /// <summary>Writes the file; tests let it fail.</summary>
    internal Action<string, string> Write { get; init; } = RefreshTokenFile.Write;

    public Task<IDisposable?> LockAsync(CancellationToken cancellationToken) => _lock.TakeAsync(cancellationToken);

    public string Read()
    {
        var token = RefreshTokenFile.Read(path);
        if (_unsaved is not { } unsaved)
            return token;
        if (unsaved.Used == token)
        {
            Replace(token, unsaved.Rotated);
            return unsaved.Rotated;
        }
        _unsaved = null; // somebody has logged in meanwhile
        return token;
    }

    public void Replace(string used, string rotated)
    {
        try
        {
            var kept = _unsaved?.Rotated == used ? _unsaved?.Used : used;
            if (RefreshTokenFile.Read(path) != kept)
                return;
            Write(path, rotated);
            _unsaved = null;
            LogRotated(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FailoverIpException)
        {
            _unsaved = new(_unsaved?.Rotated == used ? _unsaved.Used : used, rotated);
            LogNotSaved(path, e is FailoverIpException ? e.Message : SecretFile.Reason(e));
        }
    }

    // One object: whoever had to go on without the lock sees both halves of the same.
    private sealed record Unsaved(string Used, string Rotated);

    [LoggerMessage(EventId = 4001, Level = LogLevel.Information, Message = "netcup has rotated the refresh token; saved to {Path}")]
    private partial void LogRotated(string path);

    [LoggerMessage(EventId = 4002, Level = LogLevel.Error, Message = "netcup has rotated the refresh token, but {Path} cannot be written ({Reason}): it is kept in memory and lost with this process")]
    private partial void LogNotSaved(string path, string reason);
}
