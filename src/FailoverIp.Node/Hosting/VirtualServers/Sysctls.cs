using FailoverIp.Lvs;
using FailoverIp.Vrrp;
using FailoverIp.Vrrp.Ipvs;
using FailoverIp.Vrrp.Kernel;
using Microsoft.Extensions.Logging;

namespace FailoverIp.Node;

/// <summary>Kernel settings that are not as <paramref name="facts"/> need them; where <paramref name="set"/> says so, those that remain after they were set.</summary>
internal delegate IReadOnlyList<SysctlProblem> SysctlSource(SysctlFacts facts, bool set);

/// <summary>Kernel settings as the virtual servers need them: told when the node starts, with the command that mends them, or set.</summary>
/// <param name="check">The settings.</param>
/// <param name="logger">Where it is told.</param>
internal sealed class Sysctls(SysctlSource check, ILogger logger)
{
    /// <summary>The settings of this machine.</summary>
    public static IReadOnlyList<SysctlProblem> OfThisMachine(SysctlFacts facts, bool set) => set ? new SysctlCheck().Apply(facts) : new SysctlCheck().Check(facts);

    /// <summary>One line for each that is wrong. Nothing that goes wrong here ends the node.</summary>
    public void Look(NodeOptions node)
    {
        if (node.Sysctls == SysctlHandling.Ignore || node.VirtualServers.IsEmpty)
            return;
        try
        {
            var facts = FactsOf([.. node.VirtualServers.Select(s => s.Options)]);
            var wrong = check(facts, false);
            var remaining = node.Sysctls == SysctlHandling.Set && wrong.Count > 0 ? check(facts, true) : wrong;
            foreach (var problem in wrong.Where(w => remaining.All(r => r.Command != w.Command)))
                logger.SysctlSet(problem.Command, problem.Name, problem.Value ?? 0, problem.Reason);
            foreach (var problem in remaining)
                Tell(problem);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or VrrpException or PlatformNotSupportedException)
        {
            logger.SysctlsUnknown(e.Message);
        }
    }

    private void Tell(SysctlProblem problem)
    {
        if (problem.IsRequired)
            logger.SysctlWrong(problem.ToString());
        else
            logger.SysctlAdvice(problem.ToString());
    }

    private static SysctlFacts FactsOf(IReadOnlyList<VirtualServerOptions> servers) => SysctlFacts.Of([.. servers.Select(Whole)]) with
    {
        KeepsFailedPersistentServers = servers.Any(s => s.Persistence is not null && (s.InhibitOnFailure || s.RealServers.Any(r => r.InhibitOnFailure == true))),
    };

    /// <summary>The service with everybody who may serve for it.</summary>
    private static IpvsVirtualServer Whole(VirtualServerOptions server) => new(
        new() { Key = server.Key, Scheduler = server.Scheduler },
        [
            .. server.RealServers.Select(r => new IpvsDestination { Address = r.Address, Forwarding = r.Method ?? server.Method, Tunnel = r.Tunnel ?? server.Tunnel, Weight = r.Weight }),
            .. server.SorryServer is { } sorry ? [new IpvsDestination { Address = sorry.Address, Forwarding = sorry.Method ?? server.Method, Tunnel = sorry.Tunnel ?? server.Tunnel }]
                : Array.Empty<IpvsDestination>(),
        ]);
}
