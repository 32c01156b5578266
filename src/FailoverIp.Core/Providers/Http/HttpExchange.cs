using System.Net.Http.Headers;

namespace FailoverIp;

/// <summary>
/// Sends one request and reads the whole answer, bounded in time and size. What goes wrong on the network becomes a
/// <see cref="FailoverIpException"/> of one line; every status is an answer.
/// </summary>
internal sealed class HttpExchange(HttpClient client, TimeProvider time)
{
    /// <summary>No answer that we ask for comes near it.</summary>
    public const int MaxAnswerBytes = 1024 * 1024;

    private static readonly ProductInfoHeaderValue UserAgent = new("FailoverIp", typeof(HttpExchange).Assembly.GetName().Version?.ToString(3));

    private static readonly TimeSpan MaxRetryAfter = TimeSpan.FromDays(1);

    public async Task<HttpAnswer> SendAsync(HttpRequestMessage request, TimeSpan timeout, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var timer = new CancellationTokenSource(timeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timer.Token);
        var host = request.RequestUri!.Authority;
        request.Headers.UserAgent.Add(UserAgent);
        try
        {
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, both.Token).ConfigureAwait(false);
            var body = await ReadBodyAsync(response, host, both.Token).ConfigureAwait(false);
            var mediaType = response.Content.Headers.ContentType?.MediaType?.ToLowerInvariant() ?? "";
            return new(response.StatusCode, mediaType, body, RetryAfter(response.Headers.RetryAfter), response.Headers.Date) { Location = response.Headers.Location };
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (OperationCanceledException e)
        {
            throw new FailoverIpException(FailoverErrorKind.Timeout, $"{host} did not answer within {timeout.TotalSeconds:0.###} s", e);
        }
        catch (HttpRequestException e)
        {
            throw new FailoverIpException(FailoverErrorKind.Unavailable, $"{host} {(NeverConnected(e) ? "cannot be reached" : "broke off")}: {OneLine.Of(e)}", e) { NothingSent = NeverConnected(e) };
        }
        catch (IOException e)
        {
            throw new FailoverIpException(FailoverErrorKind.Unavailable, $"{host} broke off its answer: {OneLine.Of(e)}", e);
        }
    }

    private static async Task<ReadOnlyMemory<byte>> ReadBodyAsync(HttpResponseMessage response, string host, CancellationToken cancellationToken)
    {
        var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = stream.ConfigureAwait(false);
        var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
        {
            if (body.Length + read > MaxAnswerBytes)
                throw new FailoverIpException(FailoverErrorKind.Unavailable, $"{host} answered with more than {MaxAnswerBytes / 1024} KiB");
            body.Write(buffer, 0, read);
        }
        return body.GetBuffer().AsMemory(0, (int)body.Length);
    }

    private TimeSpan? RetryAfter(RetryConditionHeaderValue? header)
    {
        var wait = header?.Delta ?? (header?.Date - time.GetUtcNow());
        return wait is { } w ? TimeSpan.FromTicks(Math.Clamp(w.Ticks, 0, MaxRetryAfter.Ticks)) : null;
    }

    private static bool NeverConnected(HttpRequestException e) =>
        e.HttpRequestError is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError
            or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError;
}
