using System.Net;
using System.Net.Sockets;

namespace FailoverIp.Node;

/// <summary>The words of <c>virtual_server</c>.</summary>
internal sealed class VirtualServerWords
{
    private static readonly string[] Schedulers = ["rr", "wrr", "lc", "wlc", "lblc", "sh", "mh", "dh", "fo", "ovf", "lblcr", "sed", "nq", "twos"];

    private readonly ConfContext _context;

    public VirtualServerWords(ConfContext context, ConfScripts scripts)
    {
        _context = context;
        Block = new() { End = End };
        ServerTiming.AddTo(Block, context, () => Current.Keys, isCheck: false);
        ServerTiming.AddConnectTimeout(Block, context, () => Current.Keys);
        AddService();
        PersistenceWords.AddTo(Block, context, () => Current);
        AddPool();
        ServerLabels.AddTo(Block, context, () => Current.Keys);
        SorryServerWords.AddTo(Block, context, () => Current);
        var realServers = new RealServerWords(context, scripts, () => Current);
        Block.Add("real_server", realServers.Begin, realServers.Block);
    }

    public ConfBlock Block { get; }

    /// <summary>All that were read, in their order.</summary>
    public List<ConfVirtualServer> All { get; } = [];

    private ConfVirtualServer Current => All[^1];

    public void Begin(ConfLine line)
    {
        if (Make(line) is { } server)
            All.Add(server);
        else
            _context.SkipBlock();
    }

    private ConfVirtualServer? Make(ConfLine line)
    {
        switch (line[1])
        {
            case "group":
                ServerLabels.NoteRest(line, 3, _context);
                return new(line.Location) { GroupName = line[2] };
            case "fwmark":
                ServerLabels.NoteRest(line, 3, _context);
                var mark = _context.Integer(line, 2, 0, uint.MaxValue);
                if (mark is null or 0)
                    _context.Complain($"a firewall mark is between 1 and {uint.MaxValue}; the virtual server is left out");
                return mark is null or 0 ? null : new(line.Location) { Mark = (uint)mark };
            default:
                if (ServerAddress.Read(_context, line[1], line.At(2), "the virtual server") is not { } address)
                    return null;
                ServerLabels.NoteRest(line, 3, _context);
                return new(line.Location) { Address = address, Family = address.Family };
        }
    }

    private void AddService()
    {
        Block["protocol"] = line =>
        {
            if (line[1].ToUpperInvariant() switch { "TCP" => "Tcp", "UDP" => "Udp", "SCTP" => "Sctp", _ => null } is { } protocol)
                Current.Protocol = new(protocol, line.Location);
            else
                _context.Complain($"'{SchemaChecker.Shown(line[1])}' is none of TCP, UDP and SCTP");
        };
        Block["lvs_sched"] = line =>
        {
            if (Schedulers.Contains(line[1], StringComparer.Ordinal))
                Current.Scheduler = new(line[1], line.Location);
            else
                _context.Complain($"there is no scheduler '{SchemaChecker.Shown(line[1])}'; known are {string.Join(", ", Schedulers)}");
        };
        Block.Alias("lb_algo", "lvs_sched");
        foreach (var flag in (string[])["hashed", "flag-1", "flag-2", "flag-3", "sh-port", "sh-fallback", "mh-port", "mh-fallback"])
            Block[flag] = Flag;
        Block["ops"] = line => Current.OnePacket = new(true, line.Location);
        Block["lvs_method"] = line => Current.Forwarding = ServerForwarding.Read(line, _context, Current.Forwarding);
        Block.Alias("lb_kind", "lvs_method");
        Block["ip_family"] = Family;
    }

    private void AddPool()
    {
        Block["alpha"] = line => Current.Keys.Boolean("Alpha", true, line.Location);
        Block["omega"] = line => Current.Keys.Boolean("Omega", true, line.Location);
        Block["inhibit_on_failure"] = line =>
        {
            Current.InhibitOnFailure = true;
            Current.Keys.Boolean("InhibitOnFailure", true, line.Location);
        };
        Block["ha_suspend"] = line => Current.HaSuspend = new(true, line.Location);
        Block["quorum"] = line => Current.Quorum = new(_context.Integer(line, 1, 1, uint.MaxValue) ?? 1, line.Location);
        Block["hysteresis"] = line => Current.Hysteresis = _context.Integer(line, 1, 0, uint.MaxValue) is { } number ? new(number, line.Location) : Current.Hysteresis;
        Block["weight"] = line => Current.Weight = _context.Integer(line, 1, 1, int.MaxValue) is { } number ? new(number, line.Location) : Current.Weight;
        Block["quorum_up"] = line => Current.QuorumUp = ServerScripts.Read(line, _context, Current.QuorumUp);
        Block["quorum_down"] = line => Current.QuorumDown = ServerScripts.Read(line, _context, Current.QuorumDown);
    }

    /// <summary>A flag. Those with a scheduler's name want that scheduler before them; another scheduler with flags passes over them.</summary>
    private void Flag(ConfLine line)
    {
        var owner = line.Keyword.StartsWith("flag-", StringComparison.Ordinal) ? null : line.Keyword[..2];
        var scheduler = Current.Scheduler?.Value;
        if (owner is null || owner == scheduler)
            Current.Flags.Add(new(line.Keyword, line.Location));
        else if (scheduler is "sh" or "mh")
            _context.Problems.Note(line.Location, $"{line.Keyword} is passed over: the scheduler is {scheduler}");
        else
            _context.Complain(owner == "ha" ? "hashed is the kernel's own flag, and is left out" : $"{line.Keyword} wants lvs_sched {owner} before it, and is left out");
    }

    private void Family(ConfLine line)
    {
        AddressFamily? family = line[1] switch { "inet" => AddressFamily.InterNetwork, "inet6" => AddressFamily.InterNetworkV6, _ => null };
        if (family is null)
            _context.Complain($"a family is inet or inet6, not '{SchemaChecker.Shown(line[1])}'");
        else if (Current.Family != AddressFamily.Unspecified && Current.Family != family)
            _context.Complain($"the virtual server is not of the family {line[1]} already");
        else
            Current.Family = family.Value;
    }

    private void End()
    {
        var server = Current;
        if (server.Sorry is { } sorry && sorry.Forwarding is not { IsTunnel: true })
        {
            if (server.Family == AddressFamily.Unspecified)
            {
                server.Family = sorry.Address.Family;
            }
            else if (server.Family != sorry.Address.Family)
            {
                _context.Complain($"the sorry server {sorry.Address.Address} is not of the address family of the virtual server, and is left out");
                server.Sorry = null;
            }
        }
        if (server.Family != AddressFamily.Unspecified || server.GroupName is not null)
            return;
        // A firewall mark, and all by tunnels: the family that all of them have, and IPv4 where they have both.
        IPAddress?[] all = [server.Sorry?.Address.Address, .. server.RealServers.Select(r => r.Address.Address)];
        var families = all.OfType<IPAddress>().Select(a => a.AddressFamily).Distinct().ToList();
        server.Family = families is [var only] ? only : AddressFamily.InterNetwork;
    }
}
