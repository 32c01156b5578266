namespace FailoverIp.Netcup;

/// <summary>What the web service's faults mean. It tells them apart by their words alone: its <c>faultcode</c> is the same for all.</summary>
internal static class SoapFault
{
    /// <summary>How long the service keeps a failover address where it is after each reroute.</summary>
    public static readonly TimeSpan RouteInterval = TimeSpan.FromMinutes(5);

    public static FailoverIpException ToException(string? code, string? words, string host, string secret)
    {
        var text = OneLine.Of(words);
        var message = $"{host}: {(text.Length > 0 ? OneLine.Of((words ?? "").Without(secret)) : "a fault without a reason")}";
        if (Says("invalid credentials") || Says("wrong password") || Says("not authorized"))
            return new(FailoverErrorKind.Authentication, message);
        if (Says("could not find failover ip") || Says("not found"))
            return new(FailoverErrorKind.NotFound, message);
        if (Says("every 5 minutes"))
            return new(FailoverErrorKind.RateLimited, message) { RetryAfter = RouteInterval };
        // SOAP 1.1 section 4.4.1: Client blames the request, Server what happened behind it.
        var rejected = code?.EndsWith("Client", StringComparison.Ordinal) == true || Says("not permitted") || Says("not allowed") || Says("invalid") || Says("limited to") || Says("not editable");
        return new(rejected ? FailoverErrorKind.Rejected : FailoverErrorKind.Unavailable, message);

        bool Says(string what) => text.Contains(what, StringComparison.OrdinalIgnoreCase);
    }
}
