namespace FailoverIp.Simulation;

public sealed partial class ProfitBricksSimulator
{
    private void MapNics(SimulatorRoutes routes)
    {
        MapServer(routes, "GET", "/nics", SimulatedOperation.Read, (call, d, s) => List(call, $"datacenters/{d.Id}/servers/{s.Id}/nics", ResourceViews.Nics(d, s)));
        MapNic(routes, "GET", SimulatedOperation.Read, (call, place) => Show(call, ToView(place)));
        MapNic(routes, "PATCH", SimulatedOperation.Write, (call, place) => ChangeNic(call, place, isPut: false));
        MapNic(routes, "PUT", SimulatedOperation.Write, (call, place) => ChangeNic(call, place, isPut: true));
    }

    private void MapNic(SimulatorRoutes routes, string method, SimulatedOperation operation, Func<ApiCall, ProfitBricksNicPlace, SimulatedAnswer> answer) =>
        MapServer(routes, method, "/nics/{nic}", operation, (call, datacenter, server) =>
            server.FindNic(call.Exchange.Route("nic")) is { } nic ? answer(call, new(datacenter, server, nic)) : Error(ApiProblem.NotFound));

    private SimulatedAnswer ChangeNic(ApiCall call, ProfitBricksNicPlace place, bool isPut)
    {
        var body = ApiBody.Read(call.Exchange, isPut).Allow(["name", "ips", "lan", "dhcp", "firewallActive", "firewallType"], ["mac", "deviceNumber", "pciSlot"]);
        var patch = isPut ? ReadPut(body) : ReadPatch(body);
        if (patch.FirewallType is not (null or "INGRESS" or "EGRESS" or "BIDIRECTIONAL"))
            body.Refuse(ApiProblem.Invalid("firewallType", $"'{patch.FirewallType}' is not INGRESS, EGRESS or BIDIRECTIONAL"));
        if (body.Problem is { } problem)
            return Error(problem);

        // Which address the NIC gets is settled once, however often the rules are asked.
        string? assigned = null;
        return Accept(
            call,
            $"datacenters/{place.Datacenter.Id}",
            new("nic", place.Nic.Id, ToView(place).Path),
            state => NicRules.Change(state, place.Nic.Id, patch, isPublic => assigned ??= Cloud.Assign(isPublic)),
            state => ToView(state.Nics.First(p => p.Nic.Id == place.Nic.Id)));
    }

    private static NicPatch ReadPatch(ApiBody body) => new()
    {
        Name = body.Text("name"),
        Ips = body.Texts("ips"),
        Lan = body.Number("lan"),
        Dhcp = body.Bool("dhcp"),
        FirewallActive = body.Bool("firewallActive"),
        FirewallType = body.Text("firewallType"),
    };

    // A PUT replaces: what it leaves out has its default, and a NIC without a list is assigned an address.
    private static NicPatch ReadPut(ApiBody body)
    {
        var patch = ReadPatch(body.Require("lan"));
        return patch with
        {
            Name = patch.Name ?? "",
            Ips = patch.Ips ?? [],
            Dhcp = patch.Dhcp ?? true,
            FirewallActive = patch.FirewallActive ?? false,
            FirewallType = patch.FirewallType ?? "INGRESS",
        };
    }

    private static ResourceView ToView(ProfitBricksNicPlace place) => ResourceViews.Nic(place.Datacenter, place.Server, place.Nic);
}
