using System.Text.Json;

namespace FailoverIp.TestKit;

/// <summary>
/// Shows every API request to prism, and keeps its verdicts. The caller gets the answer of the service, or prism's own where there is none.
/// </summary>
/// <param name="prism">Where prism listens.</param>
/// <param name="prefix">The path of the document's server, which prism does not serve and which is taken off; ends with a slash.</param>
/// <param name="service">The service, as a handler.</param>
/// <param name="elsewhere">Answers what is not below the prefix and has no service.</param>
public sealed class PrismHandler(Uri prism, string prefix, HttpMessageHandler? service = null, Func<HttpResponseMessage>? elsewhere = null) : HttpMessageHandler
{
    private readonly HttpClient _prism = new();
    private readonly HttpMessageInvoker? _service = service is null ? null : new(service);
    private readonly Lock _gate = new();
    private readonly List<Verdict> _verdicts = [];

    public IReadOnlyList<Verdict> Verdicts
    {
        get
        {
            lock (_gate)
                return [.. _verdicts];
        }
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var path = request.RequestUri!.PathAndQuery;
        if (!path.StartsWith(prefix, StringComparison.Ordinal))
            return _service is null ? elsewhere?.Invoke() ?? Answer.Empty(404) : await _service.SendAsync(request, cancellationToken);
        var answer = await _prism.SendAsync(await CopyAsync(request, path[(prefix.Length - 1)..]), cancellationToken);
        var violations = answer.Headers.TryGetValues("sl-violations", out var values) ? OfTheRequest(string.Join(',', values)) : null;
        lock (_gate)
            _verdicts.Add(new($"{request.Method} {path}", (int)answer.StatusCode, violations));
        return _service is null ? answer : await _service.SendAsync(request, cancellationToken);
    }

    /// <summary>
    /// Prism checks the answer that it makes up, too, and finds its own wanting: netcup's document makes a site's <c>name</c> required and does not
    /// describe it (live answers have none). Only what it says about the request counts.
    /// </summary>
    private static string? OfTheRequest(string violations)
    {
        // A list that became too long for a header is cut off somewhere; a request that breaks the document also shows in the status.
        if (!violations.StartsWith('['))
            return violations.Contains("\"location\":[\"request\"", StringComparison.Ordinal) ? violations : null;
        using var json = JsonDocument.Parse(violations);
        var ours = json.RootElement.EnumerateArray().Where(v => v.GetProperty("location")[0].GetString() != "response").Select(v => v.GetRawText()).ToArray();
        return ours.Length > 0 ? string.Join(' ', ours) : null;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _prism.Dispose();
            _service?.Dispose();
        }
        base.Dispose(disposing);
    }

    private async Task<HttpRequestMessage> CopyAsync(HttpRequestMessage request, string path)
    {
        var copy = new HttpRequestMessage(request.Method, new Uri(prism, path));
        foreach (var (name, values) in request.Headers)
            copy.Headers.TryAddWithoutValidation(name, values);
        if (request.Content is { } content)
        {
            copy.Content = new ByteArrayContent(await content.ReadAsByteArrayAsync());
            copy.Content.Headers.ContentType = content.Headers.ContentType;
        }
        return copy;
    }
}

/// <summary>What prism said to a request.</summary>
public sealed record Verdict(string Request, int Status, string? Violations)
{
    public bool IsValid => Status is >= 200 and < 300 && Violations is null;
}
