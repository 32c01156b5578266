using System.Text.Json;

namespace FailoverIp.Netcup.Tests;

/// <summary>
/// Shows every API request to prism, with the prefix that it does not serve taken off, and keeps its verdicts. The caller gets the answer of
/// <paramref name="service"/>, or prism's own where there is none.
/// </summary>
internal sealed class PrismHandler(Uri prism, HttpMessageHandler? service = null) : HttpMessageHandler
{
    private const string Prefix = "/scp-core/";

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
        if (!path.StartsWith(Prefix, StringComparison.Ordinal))
            return _service is null ? Tokens.Granted() : await _service.SendAsync(request, cancellationToken);
        var answer = await _prism.SendAsync(await CopyAsync(request, path[(Prefix.Length - 1)..]), cancellationToken);
        var violations = answer.Headers.TryGetValues("sl-violations", out var values) ? OfTheRequest(string.Join(',', values)) : null;
        lock (_gate)
            _verdicts.Add(new($"{request.Method} {path}", (int)answer.StatusCode, violations));
        return _service is null ? answer : await _service.SendAsync(request, cancellationToken);
    }

    /// <summary>
    /// Prism checks the answer that it makes up, too, and finds its own wanting: the document makes a site's <c>name</c> required and does not
    /// describe it (live answers have none). Only what it says about the request counts.
    /// </summary>
    private static string? OfTheRequest(string violations)
    {
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
internal sealed record Verdict(string Request, int Status, string? Violations)
{
    public bool IsValid => Status is >= 200 and < 300 && Violations is null;
}
