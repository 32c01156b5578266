using Microsoft.Extensions.Logging;

namespace FailoverIp.Node;

internal static partial class NotifyLog
{
    [LoggerMessage(150, LogLevel.Debug, "{Subject}: {Program} has ended after {Seconds:0.###} s")]
    public static partial void ScriptDone(this ILogger logger, string subject, string program, double seconds);

    [LoggerMessage(151, LogLevel.Warning, "{Subject}: {Program}: {Problem}")]
    public static partial void ScriptFailed(this ILogger logger, string subject, string program, string problem);

    [LoggerMessage(152, LogLevel.Information, "{Subject}: {Program} was ended: the state is another one now")]
    public static partial void ScriptInterrupted(this ILogger logger, string subject, string program);

    [LoggerMessage(153, LogLevel.Warning, "{Subject}: {Program} still runs after {Seconds} s; nobody waits for it any longer")]
    public static partial void ScriptHangs(this ILogger logger, string subject, string program, double seconds);

    [LoggerMessage(154, LogLevel.Information, "{Subject}: {Program}: {Line}")]
    public static partial void ScriptOutput(this ILogger logger, string subject, string program, string line);

    [LoggerMessage(155, LogLevel.Information, "{Subject}: its scripts are left out: before their turn came it was {Later}")]
    public static partial void ScriptsPassed(this ILogger logger, string subject, string later);

    [LoggerMessage(156, LogLevel.Warning, "scripts still run {Seconds} s after the stop; they are ended")]
    public static partial void ScriptsStay(this ILogger logger, double seconds);

    [LoggerMessage(157, LogLevel.Error, "the FIFO {Path} cannot be used: {Problem}")]
    public static partial void FifoUnusable(this ILogger logger, string path, string problem);

    [LoggerMessage(158, LogLevel.Warning, "nobody reads the FIFO {Path}: the oldest of what waits for it is dropped")]
    public static partial void FifoFull(this ILogger logger, string path);

    [LoggerMessage(159, LogLevel.Information, "the FIFO {Path} is read again; {Lost} lines were dropped")]
    public static partial void FifoRead(this ILogger logger, string path, long lost);

    [LoggerMessage(160, LogLevel.Warning, "the reader of the FIFO {Path} has ended; it is started again in {Seconds} s")]
    public static partial void ReaderEnded(this ILogger logger, string path, double seconds);

    [LoggerMessage(161, LogLevel.Warning, "the FIFO {Path} stays: it cannot be removed: {Problem}")]
    public static partial void FifoStays(this ILogger logger, string path, string problem);

    [LoggerMessage(162, LogLevel.Error, "the FIFO {Path} keeps its owner: {Problem}")]
    public static partial void FifoKeepsOwner(this ILogger logger, string path, string problem);

    [LoggerMessage(163, LogLevel.Warning, "the reader of the FIFO {Path} has not ended within {Seconds} s, and is not waited for")]
    public static partial void ReaderStays(this ILogger logger, string path, double seconds);
}
