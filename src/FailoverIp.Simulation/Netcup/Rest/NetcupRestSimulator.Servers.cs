using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace FailoverIp.Simulation;

public sealed partial class NetcupRestSimulator
{
    private const string Driver = "virtio";

    private SimulatedAnswer ListServers(SimulatedExchange exchange)
    {
        if (!TryPage(exchange, out var offset, out var limit, out var invalid))
            return invalid!;
        var (state, ip, name, q) = (State, exchange.Query("ip"), exchange.Query("name"), exchange.Query("q"));
        var found = state.Servers
            .Where(s => name is null || s.Name.Contains(name, StringComparison.OrdinalIgnoreCase))
            .Where(s => ip is null || s.Interfaces.SelectMany(i => i.Ipv4.Concat(i.Ipv6)).Concat(RoutedTo(state, s).Select(f => f.Address.ToString())).Any(a => a.Contains(ip, StringComparison.OrdinalIgnoreCase)))
            .Where(s => q is null || new[] { s.Name, s.Nickname, s.Hostname }.Any(t => t?.Contains(q, StringComparison.OrdinalIgnoreCase) == true))
            .Skip(offset).Take(limit);
        return Ok([.. found.Select(s => new ServerListBody(s.Id, s.Name, s.Hostname, s.Nickname, Disabled: false, Template: null))], RestJson.Default.IReadOnlyListServerListBody);
    }

    private SimulatedAnswer GetServer(SimulatedExchange exchange)
    {
        if (FindServer(exchange) is not { } server)
            return ServerNotFound(exchange);
        var live = exchange.Query("loadServerLiveInfo") is not "false";
        var body = new ServerBody(
            server.Id, server.Name, server.Hostname, server.Nickname, Disabled: false, "AMD64", new(server.Site.Id, server.Site.City), Template: null,
            [.. server.Interfaces.SelectMany(i => i.Ipv4).Select(a => Network(a)).Select((n, i) => new Ipv4MinimalBody(AddressId(server, i), n.Address, Netmask(n.Length), n.Gateway, null))],
            [.. server.Interfaces.SelectMany(i => i.Ipv6).Select(a => Network(a)).Select((n, i) => new Ipv6MinimalBody(AddressId(server, 50 + i), n.Address, n.Length, "fe80::1"))],
            MaxCpuCount: 8, DisksAvailableSpaceInMiB: 0, GpuDriverAvailable: false, RescueSystemActive: false, SnapshotAllowed: true, SnapshotCount: 0,
            live ? LiveInfo(server) : null);
        return Ok(body, RestJson.Default.ServerBody);
    }

    private SimulatedAnswer ListInterfaces(SimulatedExchange exchange)
    {
        if (FindServer(exchange) is not { } server)
            return ServerNotFound(exchange);
        var state = State;
        return Ok([.. server.Interfaces.Select((card, i) => ToInterface(state, server, card, i))], RestJson.Default.IReadOnlyListInterfaceBody);
    }

    private NetcupServer? FindServer(SimulatedExchange exchange) => int.TryParse(exchange.Route("serverId"), out var id) ? State.FindServer(id) : null;

    private SimulatedAnswer ServerNotFound(SimulatedExchange exchange) => Error(404, "NOT_FOUND", $"Server with id {exchange.Route("serverId")} not found.");

    private static IEnumerable<NetcupFailoverIp> RoutedTo(NetcupScpState state, NetcupServer server) => state.FailoverIps.Where(f => state.FindServer(f.Server) == server);

    // What is routed to a server appears on the first interface that is not on a vLAN.
    private static InterfaceBody ToInterface(NetcupScpState state, NetcupServer server, NetcupInterface card, int index)
    {
        var routed = card == server.Interfaces.FirstOrDefault(i => !i.Vlan) ? RoutedTo(state, server).ToList() : [];
        var own4 = card.Ipv4.Select(a => Network(a)).Select((n, i) => new ServerIpv4Body(AddressId(server, (index * 10) + i), n.Address, $"{n.Address}/{n.Length}", card.Mac, "IP", false, n.Gateway, null, null));
        var own6 = card.Ipv6.Select(a => Network(a)).Select((n, i) =>
            new ServerIpv6Body(AddressId(server, 50 + (index * 10) + i), n.Address, $"{n.Address}/{n.Length}", card.Mac, "IP", false, LinkLocal: false, "fe80::1", null, new Dictionary<string, string>()));
        var routed4 = routed.Where(f => f.Address.Family == AddressFamily.InterNetwork)
            .Select(f => new ServerIpv4Body(f.Id, f.Address.Address.ToString(), f.Address.ToString(), card.Mac, "ROUTED_IP", false, null, null, null));
        var routed6 = routed.Where(f => f.Address.Family == AddressFamily.InterNetworkV6)
            .Select(f => new ServerIpv6Body(f.Id, f.Address.Address.ToString(), f.Address.ToString(), card.Mac, "ROUTED_IP", false, LinkLocal: false, null, null, new Dictionary<string, string>()));
        return new(card.Mac, Driver, 2500, [.. own4, .. routed4], [.. own6, .. routed6]);
    }

    private static LiveInfoBody LiveInfo(NetcupServer server) => new("RUNNING", Autostart: true, Uefi: true, UptimeInSeconds: 86400, CpuCount: 8, CurrentServerMemoryInMiB: 16384,
        [.. server.Interfaces.Select(i => new LiveInterfaceBody(i.Mac, Driver, 1500, 2500, i.Vlan, TrafficThrottled: false, [.. i.Ipv4.Select(a => Network(a).Address)], i.Ipv6))]);

    private static int AddressId(NetcupServer server, int n) => (server.Id * 100) + n;

    private static (string Address, int Length, string? Gateway) Network(string text)
    {
        var parts = text.Split('/');
        var gateway = IPAddress.Parse(parts[0]).GetAddressBytes();
        gateway[^1] = 1;
        return (parts[0], int.Parse(parts[1]), new IPAddress(gateway).ToString());
    }

    private static string Netmask(int length) => new IPAddress(BinaryPrimitives.ReverseEndianness(length == 0 ? 0 : uint.MaxValue << (32 - length))).ToString();
}
