using System.Net.Sockets;

namespace FailoverIp;

/// <summary>One call into a plug-in, bounded in time whether or not the plug-in holds to its token, and ending in nothing but the typed errors.</summary>
internal static class ProviderCall
{
    /// <summary>
    /// The requests that one operation of a provider may need: a token, the request, and both again after a 401. A provider bounds each request
    /// itself; an operation that takes longer than all of them together is stuck, and given up.
    /// </summary>
    public const int RequestsPerOperation = 4;

    /// <summary>Runs <paramref name="call"/>; returns or throws within <paramref name="limit"/>, and promptly when <paramref name="token"/> is cancelled.</summary>
    /// <exception cref="FailoverIpException">The call failed, or took longer than <paramref name="limit"/> (<see cref="FailoverErrorKind.Timeout"/>).</exception>
    /// <exception cref="OperationCanceledException"><paramref name="token"/> was cancelled.</exception>
    public static async Task<T> RunAsync<T>(string provider, TimeSpan limit, TimeProvider clock, Func<CancellationToken, Task<T>> call, CancellationToken token)
        where T : notnull
    {
        token.ThrowIfCancellationRequested();
        using var late = new CancellationTokenSource(limit, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(token, late.Token);
        try
        {
            var running = call(both.Token);
            Forget(running);
            return await running.WaitAsync(both.Token).ConfigureAwait(false) ?? throw new FailoverIpException(FailoverErrorKind.Unavailable, $"the provider '{provider}' answered nothing");
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
            throw;
        }
        catch (OperationCanceledException e) when (late.IsCancellationRequested)
        {
            throw new FailoverIpException(FailoverErrorKind.Timeout, $"the provider '{provider}' did not answer within {limit.TotalSeconds:0.###} s", e);
        }
        catch (Exception e) when (e is not FailoverIpException)
        {
            throw Typed(provider, e);
        }
    }

    /// <summary>
    /// An exception that a plug-in should not have thrown, as the typed error for it. Its own text is taken over only where it is the
    /// runtime's about a connection, a file or a service: what others write into their exceptions may hold a secret.
    /// </summary>
    public static FailoverIpException Typed(string provider, Exception e)
    {
        if (e is FailoverIpException typed)
            return typed;
        if (e is OperationCanceledException or TimeoutException)
            return new(FailoverErrorKind.Timeout, $"the provider '{provider}' did not answer in time", e);
        return new(FailoverErrorKind.Unavailable, $"the provider '{provider}' failed ({Describe(e)})", e);
    }

    /// <summary>What may be told of an exception that is not ours.</summary>
    public static string Describe(Exception e) =>
        e is HttpRequestException or SocketException or IOException or UnauthorizedAccessException or InvalidOperationException ? $"{e.GetType().Name}: {FirstLine(e.Message)}" : e.GetType().Name;

    /// <summary>The first line of a text, for messages that are one line by contract.</summary>
    private static string FirstLine(string text) => text.Split(['\r', '\n'], 2, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) is [var line, ..] ? line : "";

    /// <summary>What a call that was given up throws later is nobody's business.</summary>
    private static void Forget(Task task) =>
        _ = task.ContinueWith(static t => t.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
}
