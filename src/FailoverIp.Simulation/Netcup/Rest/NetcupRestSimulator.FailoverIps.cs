using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace FailoverIp.Simulation;

public sealed partial class NetcupRestSimulator
{
    private SimulatedAnswer GetUser(SimulatedExchange exchange)
    {
        if (RefuseOtherUser(exchange) is { } refused)
            return refused;
        var user = State.User;
        var body = new UserBody(
            user.Id, user.Username, user.Firstname, user.Lastname, user.Email, user.Company, "en", "Europe/Berlin", ShowNickname: true, PasswordlessMode: false, SecureMode: false, ApiIpLoginRestrictions: null);
        return Ok(body, RestJson.Default.UserBody);
    }

    private SimulatedAnswer ListFailoverIps(SimulatedExchange exchange, int version)
    {
        if (RefuseOtherUser(exchange) is { } refused)
            return refused;
        if (!TryNumber(exchange, "serverId", out var serverId))
            return Invalid("serverId", "must be a number");
        var state = State;
        var found = Family(state, version).Where(f => MatchesIp(f, exchange.Query("ip")) && (serverId is null || state.FindServer(f.Server)?.Id == serverId));
        return version == 4
            ? Ok([.. found.Select(f => ToV4(state, f))], RestJson.Default.IReadOnlyListFailoverIpv4Body)
            : Ok([.. found.Select(f => ToV6(state, f))], RestJson.Default.IReadOnlyListFailoverIpv6Body);
    }

    private SimulatedAnswer RouteFailoverIp(SimulatedExchange exchange, int version)
    {
        if (RefuseOtherUser(exchange) is { } refused)
            return refused;
        if (exchange.MediaType is not ("application/json" or "application/merge-patch+json"))
            return new(415);
        if (!TryReadTarget(exchange.Body, out var serverId))
            return Invalid("serverId", "must be a number");

        var state = State;
        var ip = Family(state, version).FirstOrDefault(f => f.Id.ToString() == exchange.Route("id"));
        var server = serverId is { } id ? state.FindServer(id) : null;
        if (ip is null || (serverId is not null && server is null))
            return Error(404, "NOT_FOUND", $"Failover IPv{version} or server not found.");
        if (ip.Locked)
            return Error(400, "NOT_EDITABLE", "Failover IP is not editable.");
        if (server is not null && server.Site.Id != ip.Site.Id)
            return Error(400, "SITE_MISMATCH", "Routing is limited to servers within the same site as the failover IP.");
        if (Scp.TakeRestBudget() is { } wait)
            return RateLimited(state.Settings.SendRetryAfter ? wait : null);

        var task = Scp.StartRouting(ip.Address, server?.Name, exchange.TakeTaskFault());
        return Ok(ToTask(task), RestJson.Default.TaskBody, 202);
    }

    // Without serverId, or with null, the address is to be routed nowhere.
    private static bool TryReadTarget(string body, out int? serverId)
    {
        serverId = null;
        try
        {
            using var json = JsonDocument.Parse(body);
            if (json.RootElement.ValueKind != JsonValueKind.Object)
                return false;
            if (!json.RootElement.TryGetProperty("serverId", out var value) || value.ValueKind == JsonValueKind.Null)
                return true;
            if (value.ValueKind != JsonValueKind.Number || !value.TryGetInt32(out var id))
                return false;
            serverId = id;
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static IEnumerable<NetcupFailoverIp> Family(NetcupScpState state, int version) =>
        state.FailoverIps.Where(f => (f.Address.Family == AddressFamily.InterNetwork) == (version == 4));

    // How exact the filter is, is not published: a client must compare what it gets.
    private static bool MatchesIp(NetcupFailoverIp ip, string? filter) =>
        filter is null || ip.Address.ToString().Contains(filter, StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(filter, out var address) && address.Equals(ip.Address.Address));

    private static FailoverIpv4Body ToV4(NetcupScpState state, NetcupFailoverIp ip) =>
        new(ip.Id, ip.Address.Address.ToString(), ip.Address.PrefixLength, !ip.Locked, new(ip.Site.Id, ip.Site.City), ToUser(state.User)) { Server = Owner(state, ip) };

    private static FailoverIpv6Body ToV6(NetcupScpState state, NetcupFailoverIp ip) =>
        new(ip.Id, ip.Address.Address.ToString(), ip.Address.PrefixLength, !ip.Locked, new(ip.Site.Id, ip.Site.City), ToUser(state.User)) { Server = Owner(state, ip) };

    private static ServerMinimalBody? Owner(NetcupScpState state, NetcupFailoverIp ip) => state.FindServer(ip.Server) is { } server ? new(server.Id, server.Name) : null;

    private static UserMinimalBody ToUser(NetcupUser user) => new(user.Id, user.Username, user.Firstname, user.Lastname, user.Email, user.Company);

    /// <summary>Reads a number from the query: null where it is not there, false where it is none or negative.</summary>
    private static bool TryNumber(SimulatedExchange exchange, string name, out int? number)
    {
        number = null;
        if (exchange.Query(name) is not { } text)
            return true;
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value))
            return false;
        number = value;
        return true;
    }
}
