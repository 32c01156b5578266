using Microsoft.Extensions.Logging;

namespace FailoverIp;

internal static partial class PreparerLog
{
    [LoggerMessage(30, LogLevel.Warning, "{Name}: the provider '{Provider}' is not ready for a reroute ({Kind}: {Reason}); trying again until it is")]
    public static partial void NotReady(this ILogger logger, string name, string provider, FailoverErrorKind kind, string reason);

    [LoggerMessage(31, LogLevel.Information, "{Name}: the provider '{Provider}' is ready for a reroute again")]
    public static partial void ReadyAgain(this ILogger logger, string name, string provider);

    [LoggerMessage(32, LogLevel.Warning, "the provider '{Provider}', which is no longer needed, could not be disposed of")]
    public static partial void NotDisposed(this ILogger logger, Exception exception, string provider);
}
