using System.Diagnostics.CodeAnalysis;

namespace FailoverIp.Netcup;

/// <summary>
/// Lets one refresh at a time read, use and replace a refresh token: of the accounts of this process that share it, and where it is in a file also of other processes, such as a node,
/// <c>route ensure</c>, <c>login</c>. The runtime takes an advisory lock (flock) for <see cref="FileShare.None"/>, which falls when its process dies.
/// </summary>
/// <param name="path">The token's file; null where it is in memory.</param>
/// <param name="time">The time.</param>
[SuppressMessage("Design", "CA1001", Justification = "The semaphore has no wait handle, and late work may still give it back.")]
internal sealed class RefreshTokenLock(string? path, TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(25);

    // A second in all. Without the lock we go on: a slow neighbour must not cost a failover.
    private const int Tries = 40;

    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>What could be had of it, or null where that is nothing; never fails but for a cancelled token.</summary>
    public async Task<IDisposable?> TakeAsync(CancellationToken cancellationToken)
    {
        if (!await TakeTurnAsync(cancellationToken).ConfigureAwait(false))
            return null;
        try
        {
            return new Taken(_turn, path is null ? null : await TakeFileAsync(path, cancellationToken).ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            _turn.Release();
            throw;
        }
    }

    private async Task<bool> TakeTurnAsync(CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Pause * Tries, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            await _turn.WaitAsync(either.Token).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    private async Task<IDisposable?> TakeFileAsync(string path, CancellationToken cancellationToken)
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

    private sealed class Taken(SemaphoreSlim turn, IDisposable? file) : IDisposable
    {
        public void Dispose()
        {
            file?.Dispose();
            turn.Release();
        }
    }
}
