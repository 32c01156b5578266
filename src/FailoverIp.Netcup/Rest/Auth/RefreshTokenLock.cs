namespace FailoverIp.Netcup;

/// <summary>
/// Lets one process at a time read, use and replace a refresh token file: a node, <c>route ensure</c>, <c>login</c>. The runtime takes an
/// advisory lock (flock) for <see cref="FileShare.None"/>, which falls when its process dies.
/// </summary>
internal static class RefreshTokenLock
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(25);

    // A second in all. Without the lock we go on: a slow neighbour must not cost a failover.
    private const int Tries = 40;

    /// <summary>The lock, or null where it cannot be had; never fails but for a cancelled token.</summary>
    public static async Task<IDisposable?> TakeAsync(string path, TimeProvider time, CancellationToken cancellationToken)
    {
        for (var tries = 0; tries < Tries; tries++)
        {
            try
            {
                var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None };
                if (!OperatingSystem.IsWindows())
                    options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
                return new FileStream(path + ".lock", options);
            }
            catch (IOException e) when (e.GetType() == typeof(IOException))
            {
                await Task.Delay(Pause, time, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return null; // no such directory, or a read-only one: reading the token will tell
            }
        }
        return null;
    }
}
