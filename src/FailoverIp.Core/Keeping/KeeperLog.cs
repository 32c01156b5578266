using Microsoft.Extensions.Logging;

namespace FailoverIp;

internal static partial class KeeperLog
{
    [LoggerMessage(20, LogLevel.Information, "{Name}: keeping {Address} routed to {Owner} (epoch {Epoch})")]
    public static partial void Kept(this ILogger logger, string name, FailoverAddress address, string owner, long epoch);

    [LoggerMessage(21, LogLevel.Warning, "{Name}: {Address} has drifted to {Owner}; routing it back (epoch {Epoch})")]
    public static partial void Drifted(this ILogger logger, string name, FailoverAddress address, string owner, long epoch);

    [LoggerMessage(22, LogLevel.Warning, "{Name}: {Address} is not kept ({Kind}: {Reason}); trying on while the role lasts (epoch {Epoch})")]
    public static partial void Failing(this ILogger logger, string name, FailoverAddress address, FailoverErrorKind kind, string reason, long epoch);

    [LoggerMessage(23, LogLevel.Error, "{Name}: an observer of the route failed")]
    public static partial void ObserverFailed(this ILogger logger, Exception exception, string name);
}
