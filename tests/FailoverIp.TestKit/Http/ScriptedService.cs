using System.Net;
using System.Text;

namespace FailoverIp.TestKit;

/// <summary>Answers requests by a function and keeps what was asked.</summary>
public sealed class ScriptedService(Func<Asked, Task<HttpResponseMessage>> answer) : HttpMessageHandler
{
    private readonly Lock _gate = new();
    private readonly List<Asked> _asked = [];

    public ScriptedService(Func<Asked, HttpResponseMessage> answer)
        : this(asked => Task.FromResult(answer(asked)))
    {
    }

    public IReadOnlyList<Asked> Asked
    {
        get
        {
            lock (_gate)
                return [.. _asked];
        }
    }

    public int Count(string what) => Asked.Count(a => a.Line.Contains(what, StringComparison.Ordinal));

    /// <summary>A client whose requests come here.</summary>
    public HttpClient Client() => new(this, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        var asked = new Asked(request.Method.Method, request.RequestUri!, body, request.Headers.Authorization?.ToString(), request.Content?.Headers.ContentType?.ToString(), cancellationToken);
        lock (_gate)
            _asked.Add(asked);
        return await answer(asked).WaitAsync(cancellationToken);
    }
}

/// <summary>What was asked.</summary>
public sealed record Asked(string Method, Uri Uri, string Body, string? Authorization, string? ContentType, CancellationToken Cancellation)
{
    public string Line => $"{Method} {Uri.PathAndQuery}";

    public bool Is(string start) => Line.StartsWith(start, StringComparison.Ordinal);
}

/// <summary>Answers in a line.</summary>
public static class Answer
{
    public static HttpResponseMessage Json(string json, int status = 200, string type = "application/json") =>
        new((HttpStatusCode)status) { Content = new StringContent(json, Encoding.UTF8, type) };

    public static HttpResponseMessage Xml(string xml, int status = 200) => new((HttpStatusCode)status) { Content = new StringContent(xml, Encoding.UTF8, "text/xml") };

    public static HttpResponseMessage Empty(int status) => new((HttpStatusCode)status) { Content = new ByteArrayContent([]) };
}
