using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using FailoverIp.Lvs;
using FailoverIp.Vrrp.Ipvs;

namespace FailoverIp.Node;

/// <summary>Builds virtual servers from the configuration. What is wrong with a value by itself is reported here, what does not go together is found later.</summary>
internal sealed class VirtualServerReader(ProblemList problems, CheckReader checks)
{
    // A valid value in place of a wrong one: the real servers keep their numbers, by which problems are told.
    private static readonly RealServerOptions Placeholder = new() { Address = new(IPAddress.Any, 0) };

    private readonly ValueReader _values = new(problems);
    private readonly ForwardingReader _forwarding = new(problems);

    /// <summary>The virtual server; null where it has no key that could stand for it.</summary>
    public VirtualServerOptions? Read(string name, ConfigurationNode node)
    {
        if (Key(node) is not { } key)
            return null;
        var defaults = new VirtualServerOptions { Name = name, Key = key };
        return defaults with
        {
            Scheduler = _values.Text(node["Scheduler"]) ?? defaults.Scheduler,
            SchedulerFlags = SchedulerFlagsReader.Read(node["SchedulerFlags"], _values),
            OnePacket = _values.Boolean(node["OnePacket"]) ?? defaults.OnePacket,
            Method = _forwarding.Method(node["Method"]) ?? defaults.Method,
            Tunnel = _forwarding.Tunnel(node["Tunnel"]),
            Persistence = _values.Time(node["Persistence"]),
            PersistencePrefixLength = Granularity(node["PersistenceGranularity"], key.Family),
            PersistenceEngine = _values.Text(node["PersistenceEngine"]),
            Quorum = _values.Long(node["Quorum"]) ?? defaults.Quorum,
            Hysteresis = _values.Long(node["Hysteresis"]) ?? defaults.Hysteresis,
            SorryServer = SorryServer(node["SorryServer"], key),
            Alpha = _values.Boolean(node["Alpha"]) ?? defaults.Alpha,
            Omega = _values.Boolean(node["Omega"]) ?? defaults.Omega,
            InhibitOnFailure = _values.Boolean(node["InhibitOnFailure"]) ?? defaults.InhibitOnFailure,
            HaSuspend = _values.Boolean(node["HaSuspend"]) ?? defaults.HaSuspend,
            MaxUnavailable = _values.Integer(node["MaxUnavailable"]) is { } percent ? percent / 100.0 : null,
            Timing = TimingReader.Read(node, _values),
            RealServers = RealServers(node, key),
        };
    }

    private IpvsServiceKey? Key(ConfigurationNode node)
    {
        var (address, mark) = (node["Address"], node["FirewallMark"]);
        if (address is null && mark is null)
            problems.Add(node.Location, $"{node.ChildPath("Address")} or FirewallMark is missing", node.ChildPath("Address"));
        else if (address is not null && mark is not null)
            problems.Add(mark, $"goes without Address (line {address.Location.Line}): a virtual server has the one or the other");
        else if (mark is null && node["Family"] is { } family)
            problems.Add(family, "goes with FirewallMark only: an address has its own");
        var protocol = _values.Text(node["Protocol"])?.ToUpperInvariant() switch { "UDP" => IpvsProtocol.Udp, "SCTP" => IpvsProtocol.Sctp, _ => IpvsProtocol.Tcp };
        if (_values.Long(mark) is { } number)
            return IpvsServiceKey.OfMark((uint)number, IsIPv6(node) ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork);
        return EndPoint(address, 0) is { } endPoint ? IpvsServiceKey.Of(protocol, endPoint) : null;
    }

    private bool IsIPv6(ConfigurationNode node) => string.Equals(_values.Text(node["Family"]), "IPv6", StringComparison.OrdinalIgnoreCase);

    private ImmutableArray<RealServerOptions> RealServers(ConfigurationNode server, IpvsServiceKey key)
    {
        if (server["RealServers"] is not { } nodes)
            return [];
        var found = ImmutableArray.CreateBuilder<RealServerOptions>(nodes.Count);
        for (var i = 0; i < nodes.Count; i++)
            found.Add(RealServer(nodes.At(i)!, server, key));
        return found.DrainToImmutable();
    }

    private RealServerOptions RealServer(ConfigurationNode node, ConfigurationNode server, IpvsServiceKey key) => new()
    {
        Address = EndPoint(node["Address"], key.Address?.Port ?? 0) ?? Placeholder.Address,
        Weight = _values.Integer(node["Weight"]) ?? Placeholder.Weight,
        UpperThreshold = (uint)(_values.Long(node["UpperThreshold"]) ?? 0),
        LowerThreshold = (uint)(_values.Long(node["LowerThreshold"]) ?? 0),
        Method = _forwarding.Method(node["Method"]),
        Tunnel = _forwarding.Tunnel(node["Tunnel"]),
        InhibitOnFailure = _values.Boolean(node["InhibitOnFailure"]),
        Alpha = _values.Boolean(node["Alpha"]),
        Timing = TimingReader.Read(node, _values),
        Checks = checks.Read(node["Checks"], virtualHost: _values.Text(node["VirtualHost"]) ?? _values.Text(server["VirtualHost"])),
    };

    private SorryServerOptions? SorryServer(ConfigurationNode? node, IpvsServiceKey key)
    {
        if (node is null || problems.HasErrorAt(node))
            return null;
        return EndPoint(node.Text is null ? node["Address"] : node, key.Address?.Port ?? 0) is not { } address ? null : new()
        {
            Address = address,
            Method = _forwarding.Method(node["Method"]),
            Tunnel = _forwarding.Tunnel(node["Tunnel"]),
            Inhibit = _values.Boolean(node["Inhibit"]) ?? false,
        };
    }

    private int? Granularity(ConfigurationNode? node, AddressFamily family)
    {
        if (_values.Text(node) is not { } text)
            return null;
        var length = GranularityReader.Read(text, family, out var problem);
        if (problem is not null)
            problems.Add(node!, problem);
        return length;
    }

    private IPEndPoint? EndPoint(ConfigurationNode? node, int defaultPort)
    {
        if (_values.Text(node) is not { } text)
            return null;
        var endPoint = EndPointReader.Read(text, defaultPort, out var problem);
        if (problem is not null)
            problems.Add(node!, problem);
        return endPoint;
    }
}
