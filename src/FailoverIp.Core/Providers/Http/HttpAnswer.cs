using System.Net;
using System.Text;

namespace FailoverIp;

/// <summary>A whole answer, read to its end within the bounds of <see cref="HttpExchange"/>.</summary>
/// <param name="Status">The status.</param>
/// <param name="MediaType">The media type without parameters, in lower case; empty where none was given.</param>
/// <param name="Body">The body.</param>
/// <param name="RetryAfter">From <c>Retry-After</c>, given in seconds or as a date (RFC 9110 section 10.2.3).</param>
/// <param name="Date">The server's own clock (RFC 9110 section 6.6.1), where it told.</param>
internal sealed record HttpAnswer(HttpStatusCode Status, string MediaType, ReadOnlyMemory<byte> Body, TimeSpan? RetryAfter, DateTimeOffset? Date)
{
    /// <summary>From <c>Location</c> (RFC 9110 section 10.2.2), as it was given. Whoever follows it checks where it leads.</summary>
    public Uri? Location { get; init; }

    public bool IsSuccess => (int)Status is >= 200 and <= 299;

    /// <summary>JSON as the service's document lists it (application/json, application/hal+json) or with any other <c>+json</c> suffix.</summary>
    public bool IsJson => MediaType == "application/json" || MediaType.EndsWith("+json", StringComparison.Ordinal);

    /// <summary>The same answer without our own secrets, should it repeat them; what is made of it may then be told.</summary>
    public HttpAnswer Without(params ReadOnlySpan<string> secrets) => this with
    {
        Body = Body.Without(secrets),
        MediaType = MediaType.Without(secrets),
    };

    /// <summary>No body of an answer is printed with a record's members: it may hold tokens.</summary>
    private bool PrintMembers(StringBuilder builder)
    {
        builder.Append($"{(int)Status} {MediaType}, {Body.Length} bytes");
        return true;
    }
}
