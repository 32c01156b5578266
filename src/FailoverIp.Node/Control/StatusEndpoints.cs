using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace FailoverIp.Node;

/// <summary>What is answered over HTTP: the page and its events, <c>/status</c>, <c>/metrics</c> and <c>/healthz</c>. Nothing that changes anything.</summary>
/// <remarks>Serves the control socket and the status URL alike; it is the place alone that differs in who is let in.</remarks>
internal sealed class StatusEndpoints(FailoverNode node, PageFeed feed, PrometheusCollector metrics, TimeProvider clock, FailureNotes failures)
{
    private const string Text = "text/plain";

    private static readonly TimeSpan SlowListener = TimeSpan.FromSeconds(10);

    public async Task AnswerAsync(StatusAccess access, HttpContext context)
    {
        Harden(context.Response.Headers);
        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
        {
            context.Response.Headers.Allow = "GET, HEAD";
            await WriteAsync(context, 405, Text, "GET only\n").ConfigureAwait(false);
            return;
        }
        if (!await access.AdmitsAsync(context).ConfigureAwait(false))
            return;
        try
        {
            await FindAsync(context).ConfigureAwait(false);
        }
        catch (Exception e) when (!context.RequestAborted.IsCancellationRequested && !context.Response.HasStarted)
        {
            failures.Tell(e);
            await WriteAsync(context, 500, Text, "this cannot be answered; the log of the node says why\n").ConfigureAwait(false);
        }
    }

    private Task FindAsync(HttpContext context) => context.Request.Path.Value switch
    {
        "/" => PageAsync(context),
        "/events" => EventsAsync(context),
        "/status" => WriteAsync(context, 200, "application/json", node.GetStatus().ToJson() + "\n"),
        "/metrics" => WriteAsync(context, 200, PrometheusCollector.ContentType, metrics.Collect()),
        "/healthz" => HealthAsync(context),
        _ => WriteAsync(context, 404, Text, "not found\n"),
    };

    private static void Harden(IHeaderDictionary headers)
    {
        headers.CacheControl = "no-store";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'";
    }

    private static PageView View(HttpContext context) =>
        context.Request.Query.TryGetValue("instance", out var name) && name.ToString() is { Length: > 0 and <= 256 } instance ? new(instance) : PageView.Everything;

    private Task HealthAsync(HttpContext context)
    {
        var (status, body) = node.HealthOf(node.GetStatus()).ToAnswer();
        return WriteAsync(context, status, Text, body);
    }

    private Task PageAsync(HttpContext context)
    {
        var (now, status) = (clock.GetUtcNow(), node.GetStatus());
        context.Response.Headers.ContentSecurityPolicy = PageDocument.Policy;
        return WriteAsync(context, 200, "text/html", PageDocument.Of(PageContent.Of(status, node.HealthOf(status).Problems, View(context), now), now));
    }

    private async Task EventsAsync(HttpContext context)
    {
        string? seen = context.Request.Headers["Last-Event-ID"];
        if (HttpMethods.IsHead(context.Request.Method) || feed.Join(View(context), seen ?? context.Request.Query["seen"]) is not { } listener)
        {
            await WriteAsync(context, HttpMethods.IsHead(context.Request.Method) ? 200 : 503, Text, "too many listen already\n").ConfigureAwait(false);
            return;
        }
        try
        {
            context.Response.ContentType = "text/event-stream; charset=utf-8";
            context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
            await SendAsync(context, PageMessage.Hello).ConfigureAwait(false);
            await foreach (var message in listener.ReadAsync(context.RequestAborted).ConfigureAwait(false))
                await SendAsync(context, message).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            context.Abort(); // gone, or too slow
        }
        finally
        {
            feed.Leave(listener);
        }
    }

    private async Task SendAsync(HttpContext context, string message)
    {
        using var slow = new CancellationTokenSource(SlowListener, clock);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, slow.Token);
        await context.Response.WriteAsync(message, patience.Token).ConfigureAwait(false);
        await context.Response.Body.FlushAsync(patience.Token).ConfigureAwait(false);
    }

    private static async Task WriteAsync(HttpContext context, int status, string type, string body)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        context.Response.StatusCode = status;
        context.Response.ContentType = $"{type}; charset=utf-8";
        context.Response.ContentLength = bytes.Length;
        // One that does not read is the server's to cut off.
        if (!HttpMethods.IsHead(context.Request.Method))
            await context.Response.Body.WriteAsync(bytes).ConfigureAwait(false);
    }
}
