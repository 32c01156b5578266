using FailoverIp.Vrrp.Ipvs;

namespace FailoverIp.Node;

/// <summary>Reads the section <c>Ipvs</c>.</summary>
internal sealed class NodeIpvsReader(ProblemList problems)
{
    private readonly ValueReader _values = new(problems);

    /// <param name="section">The section; null where there is none.</param>
    /// <param name="node">The instances.</param>
    public NodeIpvsOptions Read(ConfigurationNode? section, NodeOptions node) => section is null ? NodeIpvsOptions.Default : new()
    {
        Timeouts = Timeouts(section["Timeouts"]),
        SyncDaemon = SyncDaemon(section["SyncDaemon"], node),
        FlushOnStart = _values.Boolean(section["FlushOnStart"]) ?? false,
        FlushOnStop = _values.Boolean(section["FlushOnStop"]) ?? false,
    };

    private IpvsTimeouts? Timeouts(ConfigurationNode? section) =>
        section is null ? null : new(Time(section["Tcp"]), Time(section["TcpFin"]), Time(section["Udp"]));

    private TimeSpan Time(ConfigurationNode? node)
    {
        var time = _values.Time(node) ?? TimeSpan.Zero;
        if (time.Ticks % TimeSpan.TicksPerSecond != 0)
            problems.Add(node!, $"{time} is not a whole number of seconds");
        return time;
    }

    private NodeSyncDaemonOptions? SyncDaemon(ConfigurationNode? section, NodeOptions node)
    {
        if (section is null || _values.Text(section["Interface"]) is not { } @interface)
            return null;
        var follows = _values.Text(section["Follows"]);
        if (follows is not null && node.Instances.All(i => i.Name != follows))
        {
            problems.Add(section["Follows"]!, $"there is no VRRP instance \"{SchemaChecker.Shown(follows)}\", and no sync daemon is started", isWarning: true);
            return null;
        }
        return new(@interface)
        {
            Follows = follows,
            SyncId = (byte?)_values.Integer(section["SyncId"]),
            MaxLength = _values.Integer(section["MaxLength"]),
            Port = (ushort?)_values.Integer(section["Port"]),
            Ttl = (byte?)_values.Integer(section["Ttl"]),
            Group = Group(section["Group"]),
        };
    }

    private System.Net.IPAddress? Group(ConfigurationNode? node)
    {
        if (_values.Text(node) is not { } text)
            return null;
        var address = EndPointReader.ReadAddress(text, out var problem);
        if (problem is null && !ConfAddress.IsMulticast(address!))
            problem = $"{address} is not a multicast group";
        if (problem is not null)
            problems.Add(node!, problem);
        return address;
    }
}
