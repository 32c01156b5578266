using System.Net;
using Microsoft.Extensions.Logging;

namespace FailoverIp.Lvs;

internal static partial class LvsLog
{
    [LoggerMessage(1, LogLevel.Information, "{VirtualServer}: real server {RealServer} is up: {Reason}")]
    public static partial void RealServerUp(this ILogger logger, string virtualServer, IPEndPoint realServer, string reason);

    [LoggerMessage(2, LogLevel.Warning, "{VirtualServer}: real server {RealServer} is down: {Reason}")]
    public static partial void RealServerDown(this ILogger logger, string virtualServer, IPEndPoint realServer, string reason);

    [LoggerMessage(3, LogLevel.Information, "{VirtualServer}: real server {RealServer} has a weight of {Weight}; {Reason}")]
    public static partial void RealServerWeight(this ILogger logger, string virtualServer, IPEndPoint realServer, long weight, string reason);

    [LoggerMessage(4, LogLevel.Information, "{VirtualServer}: the quorum stands: {Reason}")]
    public static partial void QuorumUp(this ILogger logger, string virtualServer, string reason);

    [LoggerMessage(5, LogLevel.Warning, "{VirtualServer}: the quorum is lost: {Reason}")]
    public static partial void QuorumDown(this ILogger logger, string virtualServer, string reason);

    [LoggerMessage(6, LogLevel.Warning, "{VirtualServer}: real server {RealServer} stays in service: {Reason}")]
    public static partial void FailOpenStarted(this ILogger logger, string virtualServer, IPEndPoint realServer, string reason);

    [LoggerMessage(7, LogLevel.Information, "{VirtualServer}: {Reason}")]
    public static partial void FailOpenEnded(this ILogger logger, string virtualServer, string reason);

    [LoggerMessage(8, LogLevel.Warning, "the kernel's table was changed by somebody else and has been repaired: {Reason}")]
    public static partial void TableRepaired(this ILogger logger, string reason);

    [LoggerMessage(9, LogLevel.Error, "{VirtualServer}: {Reason}")]
    public static partial void ServiceProblem(this ILogger logger, string virtualServer, string reason);

    [LoggerMessage(10, LogLevel.Error, "virtual servers: {Reason}")]
    public static partial void TableProblem(this ILogger logger, string reason);

    [LoggerMessage(11, LogLevel.Information, "{VirtualServer}: the kernel's table is as it should be again")]
    public static partial void ServiceProblemSolved(this ILogger logger, string virtualServer);

    [LoggerMessage(12, LogLevel.Information, "virtual servers: the kernel's table is as it should be again")]
    public static partial void TableProblemSolved(this ILogger logger);

    [LoggerMessage(13, LogLevel.Information, "{Check} check of {Target} failed: {Reason}")]
    public static partial void CheckFailed(this ILogger logger, string check, IPEndPoint target, string reason);

    [LoggerMessage(14, LogLevel.Error, "an observer of virtual servers failed")]
    public static partial void ObserverFailed(this ILogger logger, Exception exception);

    [LoggerMessage(15, LogLevel.Warning, "{VirtualServer}: {Option}: {Message}")]
    public static partial void OptionWarning(this ILogger logger, string virtualServer, string option, string message);

    [LoggerMessage(16, LogLevel.Critical, "virtual servers: a defect of this library; the work goes on")]
    public static partial void LoopFailed(this ILogger logger, Exception exception);

    [LoggerMessage(19, LogLevel.Error, "an observer of virtual servers is too slow: {Waiting} events wait for it, later ones are lost until it has caught up")]
    public static partial void ObserverTooSlow(this ILogger logger, int waiting);

    [LoggerMessage(20, LogLevel.Error, "an observer of virtual servers does not return: {Lost} events were not delivered")]
    public static partial void ObserverBlocks(this ILogger logger, int lost);

    [LoggerMessage(17, LogLevel.Error, "{Check} check of {Target} cannot be made, what was known stands: {Reason}")]
    public static partial void CheckImpossible(this ILogger logger, string check, IPEndPoint target, string reason);

    [LoggerMessage(18, LogLevel.Information, "{Check} check of {Target} can be made again")]
    public static partial void CheckPossible(this ILogger logger, string check, IPEndPoint target);
}
