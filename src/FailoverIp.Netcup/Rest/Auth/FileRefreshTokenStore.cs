using Microsoft.Extensions.Logging;

namespace FailoverIp.Netcup;

/// <summary>
/// A refresh token in a file that several processes may share: a node, <c>route ensure</c>, <c>login</c>. It is read anew each time, and
/// replaced only where it still holds the token that was used, so that nobody's newer one is ever overwritten.
/// </summary>
internal sealed partial class FileRefreshTokenStore(string path, TimeProvider time, ILogger logger) : IRefreshTokenStore
{
    private static readonly TimeSpan LockRetry = TimeSpan.FromMilliseconds(25);

    // How long another process may hold a refresh up. Without the lock we go on: a slow neighbour must not cost a failover.
    private const int LockTries = 40;

    private (string Used, string Rotated)? _unsaved;

    public async Task<IDisposable?> LockAsync(CancellationToken cancellationToken)
    {
        for (var tries = 0; tries < LockTries; tries++)
        {
            try
            {
                // The runtime takes an advisory lock (flock) for FileShare.None, which falls when its process dies.
                var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None };
                if (!OperatingSystem.IsWindows())
                    options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
                return new FileStream(path + ".lock", options);
            }
            catch (IOException e) when (e.GetType() == typeof(IOException))
            {
                await Task.Delay(LockRetry, time, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return null; // no such directory, or a read-only one: reading the token will tell
            }
        }
        return null;
    }

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
            RefreshTokenFile.Write(path, rotated);
            _unsaved = null;
            LogRotated(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FailoverIpException)
        {
            _unsaved = (_unsaved?.Rotated == used ? _unsaved.Value.Used : used, rotated);
            LogNotSaved(path, e is FailoverIpException ? e.Message : SecretFile.Reason(e));
        }
    }

    [LoggerMessage(EventId = 4001, Level = LogLevel.Information, Message = "netcup has rotated the refresh token; saved to {Path}")]
    private partial void LogRotated(string path);

    [LoggerMessage(EventId = 4002, Level = LogLevel.Error, Message = "netcup has rotated the refresh token, but {Path} cannot be written ({Reason}): it is kept in memory and lost with this process")]
    private partial void LogNotSaved(string path, string reason);
}
