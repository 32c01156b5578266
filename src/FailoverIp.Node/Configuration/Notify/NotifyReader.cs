using System.Collections.Immutable;
using System.Net;

namespace FailoverIp.Node;

/// <summary>Reads whom the node tells what happens: the section Notify, and the keys Notify of instances, sync groups, virtual and real servers.</summary>
internal sealed class NotifyReader(ProblemList problems, SecretReader paths, bool looksAtMachine)
{
    private readonly ValueReader _values = new(problems);
    private readonly CommandReader _commands = new(problems, looksAtMachine);
    private string? _user;
    private string? _group;

    public NotifyOptions Read(ConfigurationNode section, IReadOnlyList<NodeVirtualServer> servers)
    {
        var notify = section["Notify"];
        (_user, _group) = _commands.Owner(notify);
        var defaults = new NotifyOptions();
        var options = defaults with
        {
            Instances = Routers(section["Vrrp"]?["Instances"]),
            SyncGroups = Routers(section["Vrrp"]?["SyncGroups"]),
            VirtualServers = servers.Select(s => (s.Options.Name, Scripts: Server(section["VirtualServers"]![s.Options.Name]!, s))).Where(s => s.Scripts is not null)
                .ToImmutableDictionary(s => s.Name, s => s.Scripts!, StringComparer.Ordinal),
            Fifo = Fifo(notify, "Fifo"),
            VrrpFifo = Fifo(notify, "VrrpFifo"),
            LvsFifo = Fifo(notify, "LvsFifo"),
            StartupCommand = Command(notify?["StartupCommand"]),
            StartupTimeout = _values.Time(notify?["StartupTimeout"]) ?? defaults.StartupTimeout,
            ShutdownCommand = Command(notify?["ShutdownCommand"]),
            ShutdownTimeout = _values.Time(notify?["ShutdownTimeout"]) ?? defaults.ShutdownTimeout,
            StatesOnReload = _values.Boolean(notify?["StatesOnReload"]) ?? defaults.StatesOnReload,
        };
        DemandDifferent(notify, options);
        return options;
    }

    private ImmutableDictionary<string, RouterNotifyOptions> Routers(ConfigurationNode? routers) =>
        (routers?.Children ?? []).Where(r => r.Value["Notify"] is not null).ToImmutableDictionary(r => r.Key, r => Router(r.Value["Notify"]!), StringComparer.Ordinal);

    private RouterNotifyOptions Router(ConfigurationNode node) => new()
    {
        Active = Command(node["Active"]),
        Backup = Command(node["Backup"]),
        Fault = Command(node["Fault"]),
        Stop = Command(node["Stop"]),
        Deleted = bool.TryParse(node["Deleted"]?.Text, out var tells) ? null : Command(node["Deleted"]),
        TellsDeleted = tells,
        ReceivedLowerPriority = Command(node["ReceivedLowerPriority"]),
        Any = Command(node["Any"]),
        PriorityChanges = _values.Boolean(node["PriorityChanges"]) ?? false,
    };

    private VirtualServerNotifyOptions? Server(ConfigurationNode node, NodeVirtualServer server)
    {
        var realServers = ImmutableDictionary<IPEndPoint, RealServerNotifyOptions>.Empty;
        for (var i = 0; i < server.Options.RealServers.Length; i++)
        {
            if (node["RealServers"]?.At(i)?["Notify"] is { } notify)
                realServers = realServers.SetItem(server.Options.RealServers[i].Address, new(Command(notify["Up"]), Command(notify["Down"])));
        }
        return node["Notify"] is null && realServers.IsEmpty ? null : new()
        {
            QuorumUp = Command(node["Notify"]?["QuorumUp"]),
            QuorumDown = Command(node["Notify"]?["QuorumDown"]),
            RealServers = realServers,
        };
    }

    private NotifyFifoOptions? Fifo(ConfigurationNode? notify, string key)
    {
        var (fifo, reader) = (notify?[key], notify?[key + "Command"]);
        if (fifo is null && reader is not null)
            problems.Add(reader, $"has no meaning without {key}", isWarning: true);
        if (fifo is null || problems.HasErrorAt(fifo.Path))
            return null;
        var place = fifo.Text is not null ? fifo : fifo["Path"]!;
        var (user, group) = fifo.Text is null && (fifo["User"] ?? fifo["Group"]) is not null ? _commands.Owner(fifo) : (_user, _group);
        return new(paths.Resolve(place, place.Text!)) { User = user, Group = group, Reader = Command(reader) };
    }

    private void DemandDifferent(ConfigurationNode? notify, NotifyOptions options)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (key, fifo) in new[] { ("Fifo", options.Fifo), ("VrrpFifo", options.VrrpFifo), ("LvsFifo", options.LvsFifo) })
        {
            if (fifo is not null && !seen.Add(Path.GetFullPath(fifo.Path)))
                problems.Add(notify![key]!, "is the path of another FIFO already: each has its own");
        }
    }

    private NodeCommand? Command(ConfigurationNode? node) => _commands.Read(node, _user, _group);
}
