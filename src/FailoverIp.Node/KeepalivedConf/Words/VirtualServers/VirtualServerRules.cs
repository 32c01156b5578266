using System.Net.Sockets;

namespace FailoverIp.Node;

/// <summary>What is checked once everything was read: what is missing gets its default, what does not go together is told and put right, as keepalived does.</summary>
/// <param name="context">Hears what is wrong.</param>
internal sealed class VirtualServerRules(ConfContext context)
{
    /// <summary>Ties a virtual server to its group. False where keepalived leaves it out, which its test passes over.</summary>
    public bool Link(ConfVirtualServer server, IReadOnlyList<ServerGroup> groups)
    {
        if (server.GroupName is not { } name)
            return true;
        server.Group = groups.FirstOrDefault(g => g.Name == name);
        string? problem = null;
        if (server.Group is not { } group)
            problem = $"there is no virtual_server_group {SchemaChecker.Shown(name)}";
        else if (group is { HasIPv4: true, HasIPv6: true } && server.Family != AddressFamily.Unspecified)
            problem = $"the group {name} has addresses of both families, which goes with tunnels only";
        else if ((group.HasIPv4 && server.Family == AddressFamily.InterNetworkV6) || (group.HasIPv6 && server.Family == AddressFamily.InterNetwork))
            problem = $"the group {name} is not of the address family of the real servers";
        else if (server.Family == AddressFamily.Unspecified && group.HasIPv4 != group.HasIPv6)
            server.Family = group.HasIPv4 ? AddressFamily.InterNetwork : AddressFamily.InterNetworkV6;
        if (problem is not null)
            context.Problems.Note(server.At, $"{problem}; the virtual server is left out");
        return problem is null;
    }

    /// <summary>Checks one. False where it is left out.</summary>
    public bool Check(ConfVirtualServer server)
    {
        if (server.RealServers.Count == 0)
        {
            Complain(server, "has no real servers, and is left out");
            return false;
        }
        CheckService(server);
        if (server.Scheduler is null)
            Complain(server, "has no scheduler (lvs_sched); wlc is taken");
        var sum = CheckRealServers(server);
        CheckSorry(server);
        CheckQuorum(server, sum);
        CheckPorts(server);
        return true;
    }

    private void CheckService(ConfVirtualServer server)
    {
        if (server.HaSuspend is not null && server.HasMarks)
        {
            Complain(server, "has a firewall mark, which is on no machine: ha_suspend is left out");
            server.HaSuspend = null;
        }
        if (server.HasAddresses)
        {
            if (server.Protocol is null)
            {
                Complain(server, "has no protocol; it is UDP");
                server.Protocol = new("Udp", server.At);
            }
            if (server.OnePacket is not null && server.Protocol.Value.Value != "Udp")
            {
                Complain(server, "is not of UDP, and ops is left out");
                server.OnePacket = null;
            }
            var hasNoPort = server.Group?.Addresses.Exists(static a => a.Port == 0) ?? server.Address?.Port == 0;
            if (server.Persistence is null && hasNoPort)
            {
                Complain(server, $"has no port, which goes with persistence only: persistence_timeout is {PersistenceWords.Default}");
                server.Persistence = new(PersistenceWords.Default, server.At);
            }
        }
        else if (server is { HasMarks: true, Protocol: not null })
        {
            Complain(server, "has a firewall mark, and protocol is left out");
            server.Protocol = null;
        }
        if (server is { Engine: { } engine, Persistence: null })
        {
            context.Problems.Note(engine.At, "persistence_engine goes with persistence only, and is left out");
            server.Engine = null;
        }
    }

    private long CheckRealServers(ConfVirtualServer server)
    {
        var seen = new HashSet<ServerAddress>();
        var sum = 0L;
        for (var i = 0; i < server.RealServers.Count; i++)
        {
            var real = server.RealServers[i];
            if (!seen.Add(real.Address))
            {
                Complain(server, $"has the real server {real.Address} twice (line {real.At.Line}); the second is left out");
                server.RealServers.RemoveAt(i--);
                continue;
            }
            real.Forwarding ??= Forwarding(server);
            real.Weight ??= server.Weight;
            sum += real.Weight?.Value ?? 1;
            if (real.LowerThreshold?.Value > (real.UpperThreshold?.Value ?? 0))
            {
                context.Problems.Note(real.LowerThreshold.Value.At, "lthreshold is more than uthreshold, which the kernel refuses: it is left out");
                real.LowerThreshold = null;
            }
        }
        return sum;
    }

    private void CheckSorry(ConfVirtualServer server)
    {
        if (server.Sorry is not { } sorry)
            return;
        if (server.RealServers.Find(r => r.Address == sorry.Address) is { } same && (same.InhibitOnFailure ?? server.InhibitOnFailure) is var isInhibited && isInhibited != server.IsSorryInhibited)
        {
            Complain(server, $"has a sorry server that is a real server as well: sorry_server_inhibit is {(isInhibited ? "as" : "left out, as")} inhibit_on_failure of that");
            server.IsSorryInhibited = isInhibited;
        }
        sorry.Forwarding ??= Forwarding(server);
    }

    private ServerForwarding Forwarding(ConfVirtualServer server)
    {
        if (server.Forwarding is null)
            Complain(server, "has no lvs_method; NAT is taken");
        return server.Forwarding ??= new("NAT", "ipip", 0, "nocsum", server.At);
    }

    private void CheckQuorum(ConfVirtualServer server, long sum)
    {
        var quorum = server.Quorum?.Value ?? 1;
        var hysteresis = server.Hysteresis?.Value ?? 0;
        if (quorum > sum)
        {
            Complain(server, $"has a quorum of {quorum}, and the weights of its real servers are {sum} together: that is the quorum");
            quorum = Math.Max(1, sum);
            server.Quorum = new(quorum, server.Quorum?.At ?? server.At);
        }
        if (hysteresis < quorum && sum > 0)
            return;
        Complain(server, $"has a hysteresis that is not less than the quorum, {quorum}: it is {quorum - 1}");
        server.Hysteresis = new(quorum - 1, server.Hysteresis?.At ?? server.At);
    }

    private void CheckPorts(ConfVirtualServer server)
    {
        foreach (var real in server.RealServers.Append(server.Sorry).OfType<ConfRealServer>())
        {
            var what = real == server.Sorry ? "sorry server" : "real server";
            if (server.GroupName is not null)
            {
                CheckPortsOfGroup(server, real, what);
                continue;
            }
            var port = server.Address?.Port ?? 0;
            if (real.Forwarding is not { IsMasquerade: true } && real.Address.Port != 0 && real.Address.Port != port)
                Complain(server, $"has a {what} with another port, {real.Address}, which goes with NAT only: it is {port}");
            if (real.Forwarding is not { IsMasquerade: true } || real.Address.Port == 0)
                real.Address = real.Address with { Port = port };
        }
    }

    private void CheckPortsOfGroup(ConfVirtualServer server, ConfRealServer real, string what)
    {
        if (real.Forwarding is { IsMasquerade: true } || real.Address.Port == 0)
            return;
        if (server.Group!.Marks.Count > 0)
            Complain(server, $"has a {what} with a port, {real.Address}, which goes with NAT only where there is a firewall mark");
        if (server.Group.Addresses.Exists(a => a.Port != real.Address.Port))
            Complain(server, $"has a {what} with another port, {real.Address}, than an address of the group, which goes with NAT only");
    }

    private void Complain(ConfVirtualServer server, string what) => context.Problems.Complain(server.At, $"the {server.Title} {what}");
}
