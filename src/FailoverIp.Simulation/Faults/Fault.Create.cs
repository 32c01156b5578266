namespace FailoverIp.Simulation;

public sealed partial record Fault
{
    /// <summary>Requests take longer before they take effect.</summary>
    public static Fault Latency(TimeSpan delay) => new() { Kind = FaultKind.Latency, Delay = delay };

    /// <summary>Requests have no effect and are answered with this.</summary>
    public static Fault AnswerWith(int status, string? body = null, string? contentType = null) => new() { Kind = FaultKind.Status, Status = status, Body = body, ContentType = contentType };

    /// <summary>Every request is answered with 503 for this long, from now.</summary>
    public static Fault Unavailable(TimeSpan duration) => AnswerWith(503, "Service Unavailable\n").For(duration);

    /// <summary>The connection is reset and the request has no effect.</summary>
    public static Fault Reset() => new() { Kind = FaultKind.Reset };

    /// <summary>The request takes effect, and the connection is reset instead of an answer.</summary>
    public static Fault LostAnswer() => new() { Kind = FaultKind.LostAnswer };

    /// <summary>The request takes effect at once, the answer comes later.</summary>
    public static Fault SlowAnswer(TimeSpan delay) => new() { Kind = FaultKind.SlowAnswer, Delay = delay };

    /// <summary>Too many requests, in the provider's words.</summary>
    public static Fault RateLimit(TimeSpan? retryAfter = null) => new() { Kind = FaultKind.RateLimit, RetryAfter = retryAfter };

    /// <summary>Credentials that are good are refused.</summary>
    public static Fault Unauthorized() => new() { Kind = FaultKind.Unauthorized };

    /// <summary>The body of the answer is random bytes.</summary>
    public static Fault Garbage() => new() { Kind = FaultKind.Garbage };

    /// <summary>The body of the answer is a web page.</summary>
    public static Fault Html() => new() { Kind = FaultKind.Html };

    /// <summary>The body of the answer is blanks without end, or rather this many.</summary>
    public static Fault Huge(long bytes = HugeBytes) => new() { Kind = FaultKind.Huge, Bytes = bytes };

    /// <summary>The answer breaks off half way.</summary>
    public static Fault Truncated() => new() { Kind = FaultKind.Truncated };

    /// <summary>The work on an accepted write takes this long.</summary>
    public static Fault SlowTask(TimeSpan delay) => new() { Kind = FaultKind.SlowTask, Delay = delay };

    /// <summary>The work on an accepted write never ends.</summary>
    public static Fault StuckTask() => new() { Kind = FaultKind.StuckTask };

    /// <summary>The work on an accepted write fails.</summary>
    public static Fault TaskError(string? message = null) => new() { Kind = FaultKind.TaskError, Message = message };

    /// <summary>The work on an accepted write is cancelled by the provider.</summary>
    public static Fault TaskCanceled(string? message = null) => new() { Kind = FaultKind.TaskCanceled, Message = message };

    /// <summary>The provider accepts a write, says that it is done, and changes nothing.</summary>
    public static Fault Ignored() => new() { Kind = FaultKind.Ignored };

    /// <summary>The same for these requests only.</summary>
    public Fault On(SimulatedOperation operations) => this with { Operations = operations };

    /// <summary>The same for requests whose path and query, or SOAP operation, contains this text.</summary>
    public Fault OnPath(string part) => this with { Path = part };

    /// <summary>The same for the first <paramref name="count"/> matching requests.</summary>
    public Fault Times(int count) => this with { Count = count };

    /// <summary>The same for the first matching request.</summary>
    public Fault Once() => Times(1);

    /// <summary>The same for this long, from when it is added (or from <see cref="After"/> on).</summary>
    public Fault For(TimeSpan duration) => this with { Duration = duration };
}
