namespace FailoverIp.Netcup;

/// <summary>What an answer that is no success means (the statuses of the SCP's published document, and the rest of HTTP).</summary>
internal static class ScpErrors
{
    public static FailoverIpException From(HttpAnswer answer, string host, string what)
    {
        var status = (int)answer.Status;
        var message = $"{host} {what}: {Reason(answer, status)}";
        return status switch
        {
            401 => new(FailoverErrorKind.Authentication, $"{message}{RefreshTokenFile.LoginHint}"),
            403 => new(FailoverErrorKind.Authentication, $"{message}; the account may restrict API logins to certain IP addresses"),
            404 => new(FailoverErrorKind.NotFound, answer.IsJson || answer.Body.IsEmpty ? message : $"{message}; is BaseAddress right?"),
            408 => new(FailoverErrorKind.Timeout, message),
            429 => new(FailoverErrorKind.RateLimited, message) { RetryAfter = answer.RetryAfter },
            409 or 423 or 425 => new(FailoverErrorKind.Busy, message),
            >= 400 and < 500 when answer.IsJson => new(FailoverErrorKind.Rejected, message),
            >= 300 and < 400 => new(FailoverErrorKind.Unavailable, $"{message}; redirects are not followed, is BaseAddress right?"),
            _ => new(FailoverErrorKind.Unavailable, message),
        };
    }

    private static string Reason(HttpAnswer answer, int status)
    {
        var error = answer.TryRead(ScpJson.Default.ScpError);
        var fields = string.Join("; ", (error?.Errors ?? []).Take(5).Select(e => $"{e?.Field} {e?.Message}"));
        var words = OneLine.Of($"{error?.Message} {fields}");
        return words.Length > 0 ? $"{words} ({status})" : $"status {status}{(answer.IsJson || answer.Body.IsEmpty ? "" : $" with {(answer.MediaType.Length > 0 ? OneLine.Of(answer.MediaType) : "no content type")} instead of JSON")}";
    }
}
