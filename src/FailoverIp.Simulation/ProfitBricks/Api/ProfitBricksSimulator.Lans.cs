using System.Globalization;
using System.Text.Json;

namespace FailoverIp.Simulation;

public sealed partial class ProfitBricksSimulator
{
    private void MapLans(SimulatorRoutes routes)
    {
        MapDatacenter(routes, "GET", "/lans", SimulatedOperation.Read, (call, d) => List(call, $"datacenters/{d.Id}/lans", ResourceViews.Lans(d)));
        MapLan(routes, "GET", "", SimulatedOperation.Read, (call, d, l) => Show(call, ResourceViews.Lan(d, l)));
        MapLan(routes, "GET", "/nics", SimulatedOperation.Read, (call, d, l) => List(call, $"datacenters/{d.Id}/lans/{l.Id}/nics", ResourceViews.NicsOf(d, l)));
        MapLan(routes, "PATCH", "", SimulatedOperation.Write, (call, d, l) => ChangeLan(call, d, l, isPut: false));
        MapLan(routes, "PUT", "", SimulatedOperation.Write, (call, d, l) => ChangeLan(call, d, l, isPut: true));
    }

    private void MapLan(SimulatorRoutes routes, string method, string pattern, SimulatedOperation operation, Func<ApiCall, ProfitBricksDatacenter, ProfitBricksLan, SimulatedAnswer> answer) =>
        MapDatacenter(routes, method, "/lans/{lan}" + pattern, operation, (call, datacenter) =>
            int.TryParse(call.Exchange.Route("lan"), NumberStyles.None, CultureInfo.InvariantCulture, out var id) && datacenter.FindLan(id) is { } lan
                ? answer(call, datacenter, lan)
                : Error(ApiProblem.NotFound));

    private SimulatedAnswer ChangeLan(ApiCall call, ProfitBricksDatacenter datacenter, ProfitBricksLan lan, bool isPut)
    {
        var body = ApiBody.Read(call.Exchange, isPut).Allow(["name", "public", "ipFailover"], ["ipv4CidrBlock"]);
        var patch = new LanPatch { Name = body.Text("name"), Public = body.Bool("public"), IpFailover = body.List("ipFailover", ReadGroup) };
        if (body.Problem is { } problem)
            return Error(problem);
        if (isPut)
            patch = new() { Name = patch.Name ?? "", Public = patch.Public ?? false, IpFailover = patch.IpFailover ?? [] };
        return Accept(
            call,
            $"datacenters/{datacenter.Id}",
            new("lan", lan.Id.ToString(CultureInfo.InvariantCulture), $"datacenters/{datacenter.Id}/lans/{lan.Id}"),
            state => LanRules.Change(state, datacenter.Id, lan.Id, patch),
            state => state.FindDatacenter(datacenter.Id) is { } next ? ResourceViews.Lan(next, next.FindLan(lan.Id)!) : ResourceViews.Lan(datacenter, lan));
    }

    private static ProfitBricksIpFailover? ReadGroup(JsonElement item) =>
        item.ValueKind == JsonValueKind.Object
        && item.TryGetProperty("ip", out var ip) && ip.ValueKind == JsonValueKind.String
        && item.TryGetProperty("nicUuid", out var nic) && nic.ValueKind == JsonValueKind.String
            ? new(ip.GetString()!, nic.GetString()!)
            : null;
}
