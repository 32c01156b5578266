using System.Net.Sockets;

namespace FailoverIp.Node;

/// <summary>Writes virtual servers as failoverip.json would have them, each with the line that it was read from. A group becomes one virtual server for each of its entries.</summary>
/// <param name="context">Hears what is wrong.</param>
/// <param name="checks">Writes their checks.</param>
internal sealed class VirtualServerWriter(ConfContext context, CheckWriter checks)
{
    /// <summary>How many virtual servers there may be: a range with a short prefix is soon more than a kernel holds.</summary>
    public const int Most = 100_000;

    private readonly Dictionary<string, ConfVirtualServer> _written = new(StringComparer.Ordinal);

    /// <param name="servers">The key VirtualServers.</param>
    /// <param name="server">What is written there.</param>
    public void Write(Func<ConfigurationNode> servers, ConfVirtualServer server)
    {
        if (server.GroupName is null)
        {
            var family = server.Mark != 0 ? server.Family : AddressFamily.Unspecified;
            Write(servers(), server, new(server.Address, server.Mark, family, server.At), "");
            return;
        }
        var group = server.Group!;
        if (group.Addresses.Aggregate(_written.Count + group.Marks.Count + System.Numerics.BigInteger.Zero, static (sum, a) => sum + a.Count) > Most)
        {
            context.Problems.Refuse(group.At, $"the groups are more than {Most} virtual servers");
            return;
        }
        foreach (var mark in group.Marks)
        {
            if (mark.Mark == 0)
                context.Problems.Note(mark.At, "a firewall mark is not 0; it is left out");
            else
                Write(servers(), server, new(null, mark.Mark, mark.Family != AddressFamily.Unspecified ? mark.Family : server.Family, mark.At), $"{group.Name} ");
        }
        foreach (var range in group.Addresses)
        {
            foreach (var address in range.Each())
                Write(servers(), server, new(address, 0, AddressFamily.Unspecified, range.At), $"{group.Name} ");
        }
    }

    private void Write(ConfigurationNode servers, ConfVirtualServer server, ServiceKey key, string group)
    {
        var service = key.Name(server.Protocol?.Value);
        if (!_written.TryAdd(service, server))
        {
            var first = _written[service];
            var isSame = first == server;
            context.Problems.Note(key.At, $"the service {service} is {(isSame ? "in its group twice" : $"that of line {first.At.Line} already")}{(isSame ? "" : "; the first is the one that counts")}");
            return;
        }
        var node = servers.Object(Name(group + service, servers), server.At);
        WriteService(node, server, key);
        node.Take(server.Keys);
        ServerScripts.Write(node, "QuorumUp", server.QuorumUp);
        ServerScripts.Write(node, "QuorumDown", server.QuorumDown);
        if (server.Sorry is { } sorry)
            WriteSorry(node.Object("SorryServer", sorry.At), server, sorry, key);
        var list = node.List("RealServers", server.At);
        foreach (var real in server.RealServers)
            WriteRealServer(list.AddObject(real.At), server, real, key);
    }

    /// <summary>A name that none has: those of keys are compared without regard to case.</summary>
    private static string Name(string wanted, ConfigurationNode servers)
    {
        var name = wanted.Replace(':', '-');
        for (var i = 2; servers[name] is not null; i++)
            name = $"{wanted.Replace(':', '-')} {i}";
        return name;
    }

    private static void WriteService(ConfigurationNode node, ConfVirtualServer server, ServiceKey key)
    {
        if (key.Address is { } address)
        {
            node.Text("Address", address.ToString(), key.At);
            if (server.Protocol is { } protocol)
                node.Text("Protocol", protocol.Value, protocol.At);
        }
        else
        {
            node.Number("FirewallMark", key.Mark, key.At);
            if (key.Family == AddressFamily.InterNetworkV6)
                node.Text("Family", "IPv6", key.At);
        }
        if (server.Scheduler is { } scheduler)
            node.Text("Scheduler", scheduler.Value, scheduler.At);
        foreach (var flag in server.Flags.DistinctBy(f => f.Value))
        {
            // Another scheduler, given later, has no use for the flags of one.
            if (flag.Value.StartsWith("flag-", StringComparison.Ordinal) || flag.Value[..2] == server.Scheduler?.Value)
                node.List("SchedulerFlags", flag.At).Add(flag.Value, flag.At);
        }
        if (server.OnePacket is { } onePacket)
            node.Boolean("OnePacket", true, onePacket.At);
        server.Forwarding?.Write(node);
        if (server.Persistence is { } persistence)
            node.Time("Persistence", TimeSpan.FromSeconds(persistence.Value), persistence.At);
        if (server.Granularity is { } granularity)
            node.Text("PersistenceGranularity", granularity.Value, granularity.At);
        if (server.Engine is { } engine)
            node.Text("PersistenceEngine", engine.Value, engine.At);
        if (server.Quorum is { } quorum)
            node.Number("Quorum", Math.Min(quorum.Value, int.MaxValue), quorum.At);
        if (server.Hysteresis is { Value: > 0 } hysteresis)
            node.Number("Hysteresis", Math.Min(hysteresis.Value, int.MaxValue), hysteresis.At);
        if (server.HaSuspend is { } suspend)
            node.Boolean("HaSuspend", true, suspend.At);
    }

    private static void WriteSorry(ConfigurationNode node, ConfVirtualServer server, ConfRealServer sorry, ServiceKey key)
    {
        node.Text("Address", (sorry.Address with { Port = key.Port(sorry) }).ToString(), sorry.At);
        if (sorry.Forwarding is { } forwarding && !forwarding.IsSame(server.Forwarding))
            forwarding.Write(node);
        if (server.IsSorryInhibited)
            node.Boolean("Inhibit", true, sorry.At);
    }

    private void WriteRealServer(ConfigurationNode node, ConfVirtualServer server, ConfRealServer real, ServiceKey key)
    {
        node.Text("Address", (real.Address with { Port = key.Port(real) }).ToString(), real.At);
        if (real.Weight is { } weight)
            node.Number("Weight", weight.Value, weight.At);
        if (real.UpperThreshold is { } upper)
            node.Number("UpperThreshold", upper.Value, upper.At);
        if (real.LowerThreshold is { } lower)
            node.Number("LowerThreshold", lower.Value, lower.At);
        if (real.Forwarding is { } forwarding && !forwarding.IsSame(server.Forwarding))
            forwarding.Write(node);
        node.Take(real.Keys);
        ServerScripts.Write(node, "Up", real.NotifyUp);
        ServerScripts.Write(node, "Down", real.NotifyDown);
        foreach (var check in real.Checks)
        {
            if (CheckPort(check, real, key) is { } port)
                checks.Write(node.List("Checks", real.At).AddObject(check.At), check, port);
        }
    }

    /// <summary>The port that a check names: its own, or the real server's as it was written where the service has it by another. 0: none; null: there is none to connect to.</summary>
    private int? CheckPort(ConfCheck check, ConfRealServer real, ServiceKey key)
    {
        if (!check.NeedsPort || check.ConnectPort is not null)
            return check.ConnectPort?.Value ?? 0;
        if (real.WrittenPort != key.Port(real) && real.WrittenPort != 0)
            return real.WrittenPort;
        if (key.Port(real) != 0)
            return 0;
        context.Problems.Note(check.At, $"the real server {real.Address.Address} has no port, and the check names none (connect_port): it is left out, for it would always fail");
        return null;
    }

    /// <summary>What a service is known by.</summary>
    private readonly record struct ServiceKey(ServerAddress? Address, uint Mark, AddressFamily Family, NodeLocation At)
    {
        /// <summary>tcp 203.0.113.10 80; fwmark 3; fwmark 3 inet6.</summary>
        public string Name(string? protocol) => Address is { } address
            ? $"{protocol?.ToLowerInvariant()} {address.Address}{(address.Port == 0 ? "" : $" {address.Port}")}"
            : $"fwmark {Mark}{(Family == AddressFamily.InterNetworkV6 ? " inet6" : "")}";

        /// <summary>The port of a real server of this service: only NAT can have another.</summary>
        public int Port(ConfRealServer real)
        {
            var own = Address?.Port ?? 0;
            return real.Forwarding is { IsMasquerade: true } && real.Address.Port != 0 ? real.Address.Port : own;
        }
    }
}
