using FailoverIp.Lvs;
using FailoverIp.Vrrp;
using FailoverIp.Vrrp.Ipvs;
using FailoverIp.Vrrp.Kernel;
using Microsoft.Extensions.Logging;

namespace FailoverIp.Node;

/// <summary>Kernel settings that are not as <paramref name="facts"/> need them; where <paramref name="set"/> says so, those that remain after they were set.</summary>
internal delegate IReadOnlyList<SysctlProblem> SysctlSource(SysctlFacts facts, bool set);

/// <summary>Kernel settings as the virtual servers need them: told, with the command that mends them, or set. One caller at a time; only what has changed since the last look is told.</summary>
/// <param name="check">The settings.</param>
/// <param name="logger">Where it is told.</param>
internal sealed class Sysctls(SysctlSource check, ILogger logger)
{
    private Dictionary<string, string> _told = new(StringComparer.Ordinal); // by the command that mends it
    private string? _unknown;

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
            Tell(wrong, remaining);
            _unknown = null;
        }
        catch (Exception e)
        {
            var reason = e.Message.ReplaceLineEndings(" ");
            if (_unknown != reason)
                logger.SysctlsUnknown(reason);
            _unknown = reason;
        }
    }

    private void Tell(IReadOnlyList<SysctlProblem> wrong, IReadOnlyList<SysctlProblem> remaining)
    {
        var lines = remaining.DistinctBy(r => r.Command).ToDictionary(r => r.Command, r => r.ToString(), StringComparer.Ordinal);
        foreach (var problem in wrong.Where(w => !lines.ContainsKey(w.Command)))
            logger.SysctlSet(problem.Command, problem.Name, problem.Value ?? 0, problem.Reason);
        foreach (var problem in remaining.Where(r => _told.GetValueOrDefault(r.Command) != lines[r.Command]))
            Tell(problem);
        foreach (var command in _told.Keys.Where(c => !lines.ContainsKey(c) && wrong.All(w => w.Command != c)))
            logger.SysctlRight(command);
        _told = lines;
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
