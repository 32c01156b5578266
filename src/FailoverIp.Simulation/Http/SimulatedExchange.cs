using System.Diagnostics.CodeAnalysis;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace FailoverIp.Simulation;

/// <summary>A request as the code of a simulator sees it.</summary>
public sealed class SimulatedExchange
{
    private readonly HttpContext _http;
    private readonly FaultPlan _faults;
    private Dictionary<string, StringValues>? _form;

    internal SimulatedExchange(HttpContext http, string body, RecordedRequest request, FaultPlan faults)
    {
        _http = http;
        _faults = faults;
        Body = body;
        Request = request;
    }

    /// <summary>The request as it is in the log.</summary>
    public RecordedRequest Request { get; }

    /// <summary>The body as it was sent, secrets included.</summary>
    public string Body { get; }

    /// <summary>The media type of the body in lower case, without parameters; null where none was sent.</summary>
    [SuppressMessage("Globalization", "CA1308:Normalize strings to uppercase", Justification = "Media types are written in lower case.")]
    public string? MediaType => _http.Request.ContentType?.Split(';')[0].Trim().ToLowerInvariant();

    /// <summary>The token of <c>Authorization: Bearer</c>; null where none was sent.</summary>
    public string? Bearer => Authorization("Bearer ");

    /// <summary>User name and password, joined by a colon, of <c>Authorization: Basic</c> (RFC 7617); null where none were sent.</summary>
    public string? Basic
    {
        get
        {
            try
            {
                return Authorization("Basic ") is { } encoded ? Encoding.UTF8.GetString(Convert.FromBase64String(encoded)) : null;
            }
            catch (FormatException)
            {
                return null;
            }
        }
    }

    /// <summary>The first value of a header; null where it was not sent.</summary>
    public string? Header(string name) => _http.Request.Headers.TryGetValue(name, out var values) ? values[0] : null;

    /// <summary>A value of the path; empty where it has none of this name.</summary>
    public string Route(string name) => _http.GetRouteValue(name)?.ToString() ?? "";

    /// <summary>The first value of the query; null where it has none of this name.</summary>
    public string? Query(string name) => _http.Request.Query.TryGetValue(name, out var values) ? values[0] : null;

    /// <summary>The first value of a form-encoded body; null where it has none of this name.</summary>
    public string? Form(string name) => (_form ??= QueryHelpers.ParseQuery(Body)).TryGetValue(name, out var values) ? values[0] : null;

    /// <summary>Takes the fault that strikes the provider's work on this write; called once, when the write is accepted.</summary>
    public Fault? TakeTaskFault()
    {
        var fault = _faults.TakeTask(Request);
        if (fault is not null)
            Request.Faults = [.. Request.Faults, fault.Kind];
        return fault;
    }

    private string? Authorization(string scheme) =>
        Header("Authorization") is { } value && value.StartsWith(scheme, StringComparison.OrdinalIgnoreCase) ? value[scheme.Length..].Trim() : null;
}
