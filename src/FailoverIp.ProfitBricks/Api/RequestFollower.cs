namespace FailoverIp.ProfitBricks;

/// <summary>Follows requests to their end, and waits for resources that other requests are still changing.</summary>
internal sealed class RequestFollower(CloudClient client, TimeProvider time)
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan AfterRateLimit = TimeSpan.FromSeconds(10);
    private const int MaxUnknown = 5;

    /// <summary>
    /// Returns when the request is <c>DONE</c>. Questions that fail are asked again until the caller stops, except where asking again cannot help.
    /// </summary>
    /// <exception cref="FailoverIpException">It <c>FAILED</c>; the message is the service's, and a new one may be tried.</exception>
    public async Task WaitAsync(CloudRequest request, RequestBounds bounds)
    {
        if (request.Id is not { } id)
            return;
        var (pause, unknown) = (First, 0);
        while (true)
        {
            await Task.Delay(pause, time, bounds.Cancellation).ConfigureAwait(false);
            pause = Slower(pause);
            RequestStatusMetadata? status;
            try
            {
                status = (await client.GetRequestStatusAsync(id, bounds).ConfigureAwait(false)).Metadata;
            }
            catch (FailoverIpException e) when (e.Kind == FailoverErrorKind.RateLimited)
            {
                pause = e.RetryAfter ?? AfterRateLimit;
                continue;
            }
            catch (FailoverIpException e) when (e.IsTransient || (e.Kind == FailoverErrorKind.NotFound && ++unknown < MaxUnknown))
            {
                continue; // a request may be accepted a moment before it can be asked for
            }
            if (status?.Status == "DONE")
                return;
            if (status?.Status == "FAILED")
                throw new FailoverIpException(FailoverErrorKind.Unavailable, $"{client.Host} accepted the request and then failed at it: {Words(status)}");
        }
    }

    /// <summary>Reads a resource again and again until no change of it is pending.</summary>
    public async Task<T> WhenAvailableAsync<T>(Func<RequestBounds, Task<T>> read, Func<T, bool> isBusy, RequestBounds bounds)
    {
        for (var pause = First; ; pause = Slower(pause))
        {
            var resource = await read(bounds).ConfigureAwait(false);
            if (!isBusy(resource))
                return resource;
            await Task.Delay(pause, time, bounds.Cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Bounds a wait that nobody else bounds.</summary>
    /// <exception cref="FailoverIpException">It took longer than <paramref name="limit"/> (<see cref="FailoverErrorKind.Timeout"/>); what was accepted may still take effect.</exception>
    public async Task WithinAsync(TimeSpan limit, string what, Func<RequestBounds, Task> wait, RequestBounds bounds)
    {
        using var late = new CancellationTokenSource(limit, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(bounds.Cancellation, late.Token);
        try
        {
            await wait(bounds with { Cancellation = both.Token }).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (!bounds.Cancellation.IsCancellationRequested)
        {
            throw new FailoverIpException(FailoverErrorKind.Timeout, $"{client.Host} accepted the request ({what}), which did not end within {limit.TotalSeconds:0} s", e);
        }
    }

    private string Words(RequestStatusMetadata status) => client.Tellable(status.Message) is { Length: > 0 } words ? words : "no reason given";

    private static TimeSpan Slower(TimeSpan pause) => pause * 1.5 < Longest ? pause * 1.5 : Longest;
}
