namespace FailoverIp.ProfitBricks;

/// <summary>A write that the API has accepted (202) and works on.</summary>
/// <param name="Id">The request's id; null where the answer named none that can be followed.</param>
internal sealed record CloudRequest(string? Id)
{
    private const int MaxIdLength = 64;

    /// <summary>
    /// Reads the id out of <c>Location: …/requests/ID/status</c>. Nothing else of it is used: a request with our credentials never goes to
    /// another host because an answer said so.
    /// </summary>
    public static CloudRequest Of(HttpAnswer answer)
    {
        var path = answer.Location is { } location ? location.IsAbsoluteUri ? location.AbsolutePath : location.OriginalString : "";
        return new(path.Split('?')[0].TrimEnd('/').Split('/') is [.., "requests", { Length: > 0 and <= MaxIdLength } id, "status"] && id.All(c => char.IsAsciiLetterOrDigit(c) || c == '-') ? id : null);
    }
}
