namespace FailoverIp.Netcup;

/// <summary>
/// Follows a reroute's task to its end. Real ones take about half a second, so the questions begin quickly and slow down. Questions that fail
/// are asked again until the caller stops: whether the address has moved is decided by reading its owner, not here.
/// </summary>
internal sealed class ScpTaskPoller(ScpClient client, TimeProvider time)
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AfterRateLimit = TimeSpan.FromSeconds(10);

    /// <summary>True where the task can be followed: an id that is safe in a path.</summary>
    public static bool CanFollow(ScpTask? task) => task?.Uuid is { Length: > 0 and <= 64 } uuid && uuid.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');

    /// <summary>Returns when the task has ended well.</summary>
    /// <exception cref="FailoverIpException">It ended in <c>ERROR</c> or <c>CANCELED</c>; the message is the service's. A new reroute may be tried.</exception>
    public async Task FollowAsync(ScpTask task, RequestBounds bounds)
    {
        var uuid = task.Uuid!;
        var pause = First;
        while (!HasEnded(task))
        {
            await Task.Delay(pause, time, bounds.Cancellation).ConfigureAwait(false);
            pause = Min(pause * 1.5, Longest);
            try
            {
                task = await client.GetTaskAsync(uuid, bounds).ConfigureAwait(false);
            }
            catch (FailoverIpException e) when (e.Kind == FailoverErrorKind.RateLimited)
            {
                pause = e.RetryAfter ?? AfterRateLimit;
            }
            catch (FailoverIpException)
            {
                pause = Longest;
            }
        }
    }

    /// <summary><c>ROLLBACK</c>, <c>WAITING_FOR_CANCEL</c> and states yet unknown are on the way to one of the three ends.</summary>
    private static bool HasEnded(ScpTask task) => task.State switch
    {
        "FINISHED" => true,
        "ERROR" or "CANCELED" => throw new FailoverIpException(FailoverErrorKind.Unavailable, $"netcup's task for the reroute ended in {task.State}: {Words(task)}"),
        _ => false,
    };

    private static string Words(ScpTask task)
    {
        var words = OneLine.Of(task.ResponseError?.Message is { Length: > 0 } message ? message : task.Message);
        return words.Length > 0 ? words : "no reason given";
    }

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
