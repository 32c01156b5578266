using Microsoft.Extensions.Logging;

namespace FailoverIp;

internal static partial class RouterLog
{
    [LoggerMessage(1, LogLevel.Information, "{Name}: {Address} is to be routed to {Target}, its owner is {Owner}: write {Write}")]
    public static partial void Writing(this ILogger logger, string name, FailoverAddress address, string target, string owner, int write);

    [LoggerMessage(2, LogLevel.Warning, "{Name}: the answer to a write was lost ({Kind}: {Reason}); reading back whether it took effect")]
    public static partial void AnswerLost(this ILogger logger, string name, FailoverErrorKind kind, string reason);

    [LoggerMessage(3, LogLevel.Warning, "{Name}: the provider's work on the route failed ({Kind}: {Reason})")]
    public static partial void TaskFailed(this ILogger logger, string name, FailoverErrorKind kind, string reason);

    [LoggerMessage(4, LogLevel.Debug, "{Name}: the owner could not be read ({Kind}: {Reason})")]
    public static partial void LookFailed(this ILogger logger, string name, FailoverErrorKind kind, string reason);

    [LoggerMessage(5, LogLevel.Information, "{Name}: trying again ({Kind}: {Reason})")]
    public static partial void TryingAgain(this ILogger logger, string name, FailoverErrorKind kind, string reason);

    [LoggerMessage(6, LogLevel.Information, "{Name}: {Address} is routed to {Owner} ({Outcome}, writes {Writes}, {ElapsedMs:0} ms)")]
    public static partial void Ensured(this ILogger logger, string name, FailoverAddress address, string owner, RouteOutcome outcome, int writes, double elapsedMs);

    [LoggerMessage(7, LogLevel.Warning, "{Name}: {Address} was not routed ({Kind}: {Reason}; writes {Writes})")]
    public static partial void NotRouted(this ILogger logger, string name, FailoverAddress address, FailoverErrorKind kind, string reason, int writes);

    [LoggerMessage(8, LogLevel.Information, "{Name}: stopped after {Writes} writes; a write in flight may still take effect")]
    public static partial void Stopped(this ILogger logger, string name, int writes);
}
