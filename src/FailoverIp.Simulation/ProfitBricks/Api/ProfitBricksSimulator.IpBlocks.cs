namespace FailoverIp.Simulation;

public sealed partial class ProfitBricksSimulator
{
    private void MapIpBlocks(SimulatorRoutes routes)
    {
        MapApi(routes, "GET", "/ipblocks", SimulatedOperation.Read, call => List(call, "ipblocks", [.. Blocks(call).Select(b => Views.IpBlock(b))]));
        MapApi(routes, "POST", "/ipblocks", SimulatedOperation.Write, ReserveIpBlock);
        MapIpBlock(routes, "GET", SimulatedOperation.Read, (call, block) => Show(call, Views.IpBlock(block)));
        MapIpBlock(routes, "PATCH", SimulatedOperation.Write, (call, block) => ChangeIpBlock(call, block, isPut: false));
        MapIpBlock(routes, "PUT", SimulatedOperation.Write, (call, block) => ChangeIpBlock(call, block, isPut: true));
        MapIpBlock(routes, "DELETE", SimulatedOperation.Write, (call, block) => Accept(call, PathOf(block), TargetOf(block), state => IpBlockRules.Release(state, block.Id), show: null));
    }

    private IEnumerable<ProfitBricksIpBlock> Blocks(ApiCall call) => State.IpBlocks.Where(b => State.ContractOf(b.Contract) == call.Contract);

    private void MapIpBlock(SimulatorRoutes routes, string method, SimulatedOperation operation, Func<ApiCall, ProfitBricksIpBlock, SimulatedAnswer> answer) =>
        MapApi(routes, method, "/ipblocks/{block}", operation, call =>
            Blocks(call).FirstOrDefault(b => ProfitBricksDatacenter.SameId(b.Id, call.Exchange.Route("block"))) is { } block ? answer(call, block) : Error(ApiProblem.NotFound));

    private SimulatedAnswer ReserveIpBlock(ApiCall call)
    {
        var body = ApiBody.Read(call.Exchange, isWrapped: true).Allow(["name", "location", "size"], ["ips", "ipConsumers"]).Require("location", "size");
        var (name, location, size) = (body.Text("name"), body.Text("location") ?? "", body.Number("size") ?? 0);
        if ((body.Problem ?? IpBlockRules.RefuseReservation(State, location, size)) is { } problem)
            return Error(problem);
        var block = Cloud.NewBlock(location, size) with { Name = name, Contract = call.Contract };
        return Accept(call, PathOf(block), TargetOf(block), state => IpBlockRules.Reserve(state, block), _ => Views.IpBlock(block, isReserved: false));
    }

    private SimulatedAnswer ChangeIpBlock(ApiCall call, ProfitBricksIpBlock block, bool isPut)
    {
        var body = ApiBody.Read(call.Exchange, isPut).Allow(["name", "location", "size"], ["ips", "ipConsumers"]);
        var name = body.Text("name") ?? (isPut ? "" : null);
        // The document wants location and size in every body; they can only be what they are.
        if (body.Text("location") is { } location && location != block.Location)
            body.Refuse(ApiProblem.ReadOnly("location"));
        if (body.Number("size") is { } size && size != block.Ips.Length)
            body.Refuse(ApiProblem.ReadOnly("size"));
        return body.Problem is { } problem
            ? Error(problem)
            : Accept(call, PathOf(block), TargetOf(block), state => IpBlockRules.Rename(state, block.Id, name), state => Views.IpBlock(state.FindIpBlock(block.Id) ?? block));
    }

    private static string PathOf(ProfitBricksIpBlock block) => $"ipblocks/{block.Id}";

    private static ProfitBricksTarget TargetOf(ProfitBricksIpBlock block) => new("ipblock", block.Id, PathOf(block));
}
