using FailoverIp.Vrrp;
using Microsoft.Extensions.Logging;

namespace FailoverIp.Node;

internal static partial class NodeLog
{
    [LoggerMessage(100, LogLevel.Information, "node {Node} runs {Instances} VRRP instances, {Addresses} failover addresses and {VirtualServers} virtual servers")]
    public static partial void Started(this ILogger logger, string node, int instances, int addresses, int virtualServers);

    [LoggerMessage(101, LogLevel.Warning, "node {Node} has no VRRP instance: no address is kept")]
    public static partial void NothingToElect(this ILogger logger, string node);

    [LoggerMessage(102, LogLevel.Information, "{Instance}: {From} → {To}, {Reason} (epoch {Epoch})")]
    public static partial void Changed(this ILogger logger, string instance, VrrpState from, VrrpState to, string reason, long epoch);

    [LoggerMessage(103, LogLevel.Warning, "{Instance}: {From} → Fault, {Reason} (epoch {Epoch})")]
    public static partial void Faulted(this ILogger logger, string instance, VrrpState from, string reason, long epoch);

    [LoggerMessage(104, LogLevel.Warning, "{Count} addresses still have a request in flight after {Seconds} s; stopping without waiting for it")]
    public static partial void StillInFlight(this ILogger logger, int count, double seconds);

    [LoggerMessage(105, LogLevel.Information, "node {Node} has stopped")]
    public static partial void Stopped(this ILogger logger, string node);

    [LoggerMessage(106, LogLevel.Warning, "{Warning}")]
    public static partial void ConfigurationWarning(this ILogger logger, string warning);

    [LoggerMessage(107, LogLevel.Error, "the engine did not stop within {Seconds} s")]
    public static partial void EngineHangs(this ILogger logger, double seconds);

    [LoggerMessage(108, LogLevel.Critical, "the VRRP engine has ended by itself; the application stops")]
    public static partial void EngineEnded(this ILogger logger);

    [LoggerMessage(112, LogLevel.Information, "bypass: not Active here, so what arrives for {Rules} is redirected to this machine ({Flows} flows looked at anew)")]
    public static partial void Redirecting(this ILogger logger, string rules, int flows);

    [LoggerMessage(121, LogLevel.Information, "bypass: Active here, so nothing new is redirected")]
    public static partial void NotRedirecting(this ILogger logger);

    [LoggerMessage(122, LogLevel.Information, "bypass: removed")]
    public static partial void RedirectsRemoved(this ILogger logger);

    [LoggerMessage(123, LogLevel.Information, "bypass: while this node is stopped, what arrives for {Rules} stays redirected to this machine")]
    public static partial void RedirectsStay(this ILogger logger, string rules);

    [LoggerMessage(124, LogLevel.Error, "bypass: the packet filter has not answered for {Seconds} s")]
    public static partial void BypassHangs(this ILogger logger, double seconds);

    [LoggerMessage(113, LogLevel.Error, "bypass: {Reason}")]
    public static partial void CannotRedirect(this ILogger logger, string reason);

    [LoggerMessage(114, LogLevel.Information, "bypass: the packet filter is as it should be again")]
    public static partial void RedirectsAgain(this ILogger logger);

    [LoggerMessage(116, LogLevel.Debug, "whether an earlier run has left redirections is not known: {Reason}")]
    public static partial void NoLeftovers(this ILogger logger, string reason);

    [LoggerMessage(115, LogLevel.Error, "the virtual servers did not leave the kernel within {Seconds} s")]
    public static partial void LoadBalancerHangs(this ILogger logger, double seconds);

    [LoggerMessage(117, LogLevel.Warning, "kernel setting {Problem}")]
    public static partial void SysctlWrong(this ILogger logger, string problem);

    [LoggerMessage(118, LogLevel.Information, "kernel setting {Problem}")]
    public static partial void SysctlAdvice(this ILogger logger, string problem);

    [LoggerMessage(119, LogLevel.Information, "kernel setting set by {Command}; {Name} was {Value}: {Reason}")]
    public static partial void SysctlSet(this ILogger logger, string command, string name, int value, string reason);

    [LoggerMessage(120, LogLevel.Warning, "kernel settings cannot be looked at: {Reason}")]
    public static partial void SysctlsUnknown(this ILogger logger, string reason);

    [LoggerMessage(125, LogLevel.Information, "kernel setting as it should be, no more need for {Command}")]
    public static partial void SysctlRight(this ILogger logger, string command);

    [LoggerMessage(126, LogLevel.Warning, "timeouts, sync daemons or flushing of the kernel's load balancer: {Reason}")]
    public static partial void KernelBalancingProblem(this ILogger logger, string reason);

    [LoggerMessage(110, LogLevel.Information, "status at {Url}")]
    public static partial void Listening(this ILogger logger, string url);

    [LoggerMessage(140, LogLevel.Information, "metrics and traces go to {Url}")]
    public static partial void Sending(this ILogger logger, string url);

    [LoggerMessage(111, LogLevel.Error, "{Url} cannot be served ({Reason}); the node runs on and tries again every {Seconds} s")]
    public static partial void CannotListen(this ILogger logger, string url, string reason, double seconds);

    [LoggerMessage(109, LogLevel.Error, "{Path} is answered no more ({Reason}); the node runs on, and a reload that moves the socket brings it back")]
    public static partial void CannotAnswer(this ILogger logger, string path, string reason);

    [LoggerMessage(130, LogLevel.Information, "{Tracker} is well")]
    public static partial void TrackerWell(this ILogger logger, string tracker);

    [LoggerMessage(131, LogLevel.Warning, "{Tracker} is unwell: {Reason}")]
    public static partial void TrackerUnwell(this ILogger logger, string tracker, string reason);

    [LoggerMessage(132, LogLevel.Information, "{Tracker} is {Value}")]
    public static partial void TrackerNumber(this ILogger logger, string tracker, int value);

    [LoggerMessage(133, LogLevel.Information, "reloaded: {Instances} VRRP instances, {Trackers} trackers and {VirtualServers} virtual servers")]
    public static partial void Reloaded(this ILogger logger, int instances, int trackers, int virtualServers);

    [LoggerMessage(135, LogLevel.Error, "the virtual servers stay as they were before the reload: {Reason}")]
    public static partial void ServersStay(this ILogger logger, string reason);

    [LoggerMessage(134, LogLevel.Warning, "{What} changed; that takes effect when the node is started again")]
    public static partial void NeedsRestart(this ILogger logger, string what);

    [LoggerMessage(170, LogLevel.Information, "{Name}: {Address} is handed over to {Owner}")]
    public static partial void HandedOver(this ILogger logger, string name, FailoverAddress address, string owner);

    [LoggerMessage(171, LogLevel.Warning, "{Name}: {Address} is not handed over, the peers route it themselves ({Reason})")]
    public static partial void NotHandedOver(this ILogger logger, string name, FailoverAddress address, string reason);

    [LoggerMessage(172, LogLevel.Warning, "the application's own work has not ended within {Seconds} s of being told to; stopping without waiting for it")]
    public static partial void WorkHolds(this ILogger logger, double seconds);

    [LoggerMessage(173, LogLevel.Error, "{Place} cannot be taken ({Reason}); {Old} stays")]
    public static partial void PlaceStays(this ILogger logger, string place, string reason, string old);

    [LoggerMessage(175, LogLevel.Information, "{Place} is for others now; whoever was connected is cut off")]
    public static partial void ReadersChanged(this ILogger logger, string place);

    [LoggerMessage(176, LogLevel.Error, "{Place} stays with the group that it has ({Reason})")]
    public static partial void GroupStays(this ILogger logger, string place, string reason);

    [LoggerMessage(141, LogLevel.Information, "metrics and traces are not sent any more")]
    public static partial void NotSending(this ILogger logger);

    [LoggerMessage(142, LogLevel.Error, "metrics and traces go where they went before: {Reason}")]
    public static partial void SendingStays(this ILogger logger, string reason);

    [LoggerMessage(174, LogLevel.Information, "{Place} is let go of")]
    public static partial void PlaceLeft(this ILogger logger, string place);

    [LoggerMessage(185, LogLevel.Error, "a question about the status could not be answered: {Reason}")]
    public static partial void NotAnswered(this ILogger logger, string reason);
}
