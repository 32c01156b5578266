using Microsoft.Extensions.Logging;

namespace FailoverIp.Node;

internal static partial class WorkLog
{
    [LoggerMessage(180, LogLevel.Error, "the work of {Instance} has failed; it begins again in {Seconds} s, while this node is Active (epoch {Epoch})")]
    public static partial void WorkFailed(this ILogger logger, Exception exception, string instance, double seconds, long epoch);

    [LoggerMessage(181, LogLevel.Warning, "the work of {Instance} failed at being told to end (epoch {Epoch})")]
    public static partial void WorkFailedAtItsEnd(this ILogger logger, Exception exception, string instance, long epoch);

    [LoggerMessage(182, LogLevel.Error, "the work of {Instance} from an earlier stay has not ended for {Seconds} s, though its token fell; that of epoch {Epoch} waits for it")]
    public static partial void WorkOverlaps(this ILogger logger, string instance, double seconds, long epoch);

    [LoggerMessage(183, LogLevel.Warning, "the work of {Instance} still runs {Seconds} s after it was told to end; it is not waited for any longer")]
    public static partial void WorkStillRuns(this ILogger logger, string instance, double seconds);

    [LoggerMessage(184, LogLevel.Warning, "there is no instance {Instance} any more: the work that runs while it is Active waits for one of this name")]
    public static partial void WorkWithoutInstance(this ILogger logger, string instance);
}
