using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Xml;

namespace FailoverIp.Simulation;

public sealed partial class NetcupSoapSimulator
{
    private SimulatedAnswer ChangeIpRouting(SimulatedExchange exchange, NetcupScpState state, SoapCall call)
    {
        if (FindFailoverIp(state, call["routedIP"], call["routedMask"]) is not { } ip)
            return Fault($"Could not find failover IP: {call["routedIP"]} for User: {state.User.Username}");
        if (state.FindServer(call["destinationVserverName"]) is not { } server)
            return Fault($"Server not found for name '{call["destinationVserverName"]}'");
        var (mac, clear) = (call["destinationInterfaceMAC"], call["destinationInterfaceMAC"] == NoMac);
        if (clear && state.FindServer(ip.Server) != server)
            return Fault($"Failover IP {call["routedIP"]} is not routed to server '{server.Name}'");
        // Nothing is routed to a vLAN: the tutorial's hint to take the primary interface's MAC is a rule of the service.
        if (!clear && !server.Interfaces.Any(i => !i.Vlan && string.Equals(i.Mac, mac, StringComparison.OrdinalIgnoreCase)))
            return Fault($"Interface with MAC {mac} not found for server '{server.Name}'");
        if (ip.Locked)
            return Fault("Failover IP is not editable.");
        if (!clear && server.Site.Id != ip.Site.Id)
            return Fault("Routing is limited to servers within the same site as the failover IP.");
        if (Scp.TakeSoapBudget(ip.Address) is not null)
            return Fault(TooOften);

        var fault = exchange.TakeTaskFault();
        if (fault?.Kind is FaultKind.TaskError or FaultKind.TaskCanceled)
            return Fault(fault.Message ?? "Routing of the failover IP failed.");
        Scp.StartRouting(ip.Address, clear ? null : server.Name, fault);
        return SoapAnswer.Result(call.Operation, state.Settings.SoapReturnsTrue ? xml => xml.WriteElementString("return", "true") : null);
    }

    private static NetcupFailoverIp? FindFailoverIp(NetcupScpState state, string address, string mask) =>
        IPAddress.TryParse(address, out var ip) && int.TryParse(mask, NumberStyles.None, CultureInfo.InvariantCulture, out var length)
            ? state.FailoverIps.FirstOrDefault(f => f.Address.Address.Equals(ip) && f.Address.PrefixLength == length)
            : null;

    private static IEnumerable<string> Ips(NetcupScpState state, NetcupServer server) => server.Interfaces.SelectMany(i => Ipv4(state, server, i).Concat(Ipv6(state, server, i)));

    // IPv4 addresses are listed bare, IPv6 prefixes with their length.
    private static IEnumerable<string> Ipv4(NetcupScpState state, NetcupServer server, NetcupInterface card) =>
        card.Ipv4.Select(a => a.Split('/')[0]).Concat(Routed(state, server, card).Where(f => f.Address.Family == AddressFamily.InterNetwork).Select(f => f.Address.Address.ToString()));

    private static IEnumerable<string> Ipv6(NetcupScpState state, NetcupServer server, NetcupInterface card) =>
        card.Ipv6.Concat(Routed(state, server, card).Where(f => f.Address.Family == AddressFamily.InterNetworkV6).Select(f => f.Address.ToString()));

    private static IEnumerable<NetcupFailoverIp> Routed(NetcupScpState state, NetcupServer server, NetcupInterface card) =>
        card == server.Interfaces.FirstOrDefault(i => !i.Vlan) ? state.FailoverIps.Where(f => state.FindServer(f.Server) == server) : [];

    private SimulatedAnswer Information(NetcupScpState state, NetcupServer server) => SoapAnswer.Result("getVServerInformation", xml =>
    {
        xml.WriteStartElement("return");
        Write(xml, "cpuCores", "8");
        xml.WriteStartElement("currentMonth");
        var now = TimeProvider.GetUtcNow();
        foreach (var (name, value) in new[] { ("in", "0"), ("month", now.Month.ToString()), ("out", "0"), ("total", "0"), ("year", now.Year.ToString()) })
            Write(xml, name, value);
        xml.WriteEndElement();
        foreach (var ip in Ips(state, server))
            Write(xml, "ips", ip);
        Write(xml, "memory", "16384");
        Write(xml, "rebootRecommended", "false");
        Write(xml, "rescueEnabled", "false");
        foreach (var card in server.Interfaces)
            WriteInterface(xml, state, server, card);
        Write(xml, "status", "online");
        Write(xml, "uptime", "1 day");
        Write(xml, "vServerName", server.Name);
        Write(xml, "vServerNickname", server.Nickname ?? "");
        xml.WriteEndElement();
    });

    private static void WriteInterface(XmlWriter xml, NetcupScpState state, NetcupServer server, NetcupInterface card)
    {
        xml.WriteStartElement("serverInterfaces");
        Write(xml, "driver", "virtio");
        Write(xml, "id", card.Mac);
        foreach (var ip in Ipv4(state, server, card))
            Write(xml, "ipv4IP", ip);
        foreach (var ip in Ipv6(state, server, card))
            Write(xml, "ipv6IP", ip);
        Write(xml, "mac", card.Mac);
        Write(xml, "trafficThrottled", "false");
        xml.WriteEndElement();
    }

    private static void Write(XmlWriter xml, string name, string value) => xml.WriteElementString(name, value);
}
