namespace FailoverIp.ProfitBricks;

/// <summary>What an answer that is no success means (the API document's error codes, and the rest of HTTP).</summary>
internal static class CloudErrors
{
    /// <param name="answer">The answer as it came.</param>
    /// <param name="host">The service as messages name it.</param>
    /// <param name="what">What it did, such as <c>refused to change the NIC …</c>.</param>
    /// <param name="secrets">What must not be told, should the service repeat it.</param>
    public static FailoverIpException From(HttpAnswer answer, string host, string what, params ReadOnlySpan<string> secrets)
    {
        var status = (int)answer.Status;
        var message = $"{host} {what}: {Reason(answer, status, secrets)}";
        return status switch
        {
            401 => new(FailoverErrorKind.Authentication, $"{message}; are the credentials right?"),
            403 => new(FailoverErrorKind.Authentication, $"{message}; the user may lack the right to see or change it"),
            404 => new(FailoverErrorKind.NotFound, answer.IsJson || answer.Body.IsEmpty ? message : $"{message}; is BaseAddress right?"),
            408 => new(FailoverErrorKind.Timeout, message),
            429 => new(FailoverErrorKind.RateLimited, message) { RetryAfter = answer.RetryAfter },
            409 or 423 or 425 => new(FailoverErrorKind.Busy, message),
            // The word is the API's own name of the state (metadata.state).
            422 when message.Contains("BUSY", StringComparison.Ordinal) => new(FailoverErrorKind.Busy, message),
            >= 400 and < 500 when answer.IsJson => new(FailoverErrorKind.Rejected, message),
            >= 300 and < 400 => new(FailoverErrorKind.Unavailable, $"{message}; redirects are not followed, is BaseAddress right?"),
            _ => new(FailoverErrorKind.Unavailable, message),
        };
    }

    private static string Reason(HttpAnswer answer, int status, ReadOnlySpan<string> secrets)
    {
        // Read first and masked then: a short password may be a part of what makes it JSON.
        var messages = answer.TryRead(CloudJson.Default.CloudError)?.Messages ?? [];
        var words = OneLine.Of(string.Join("; ", messages.Take(5).Select(Text).Where(t => t.Length > 0)).Without(secrets));
        if (words.Length > 0)
            return $"{words} ({status})";
        var type = answer.MediaType.Length > 0 ? OneLine.Of(answer.MediaType.Without(secrets)) : "no content type";
        return answer.IsJson || answer.Body.IsEmpty ? $"status {status}" : $"status {status} with {type} instead of JSON";
    }

    private static string Text(CloudErrorMessage? message) => (message?.ErrorCode, message?.Message) switch
    {
        (_, null or "") => "",
        (null or "", var text) => text,
        var (code, text) => $"{text} [{code}]",
    };
}
