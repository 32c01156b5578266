using System.Diagnostics.CodeAnalysis;

namespace FailoverIp.Simulation;

public sealed partial class ProfitBricksSimulator
{
    private void MapDatacenters(SimulatorRoutes routes)
    {
        MapApi(routes, "GET", "/datacenters", SimulatedOperation.Read, call => List(call, "datacenters", [.. Visible(call).Select(d => Views.Datacenter(d))]));
        MapDatacenter(routes, "GET", "", SimulatedOperation.Read, (call, d) => Show(call, Views.Datacenter(d)));
        MapDatacenter(routes, "GET", "/servers", SimulatedOperation.Read, (call, d) => List(call, $"datacenters/{d.Id}/servers", ResourceViews.Servers(d)));
        MapServer(routes, "GET", "", SimulatedOperation.Read, (call, d, s) => Show(call, ResourceViews.Server(d, s)));
    }

    private IEnumerable<ProfitBricksDatacenter> Visible(ApiCall call) =>
        State.Datacenters.Where(d => !d.Forbidden && State.ContractOf(d.Contract) == call.Contract);

    private void MapDatacenter(SimulatorRoutes routes, string method, string pattern, SimulatedOperation operation, Func<ApiCall, ProfitBricksDatacenter, SimulatedAnswer> answer) =>
        MapApi(routes, method, "/datacenters/{datacenter}" + pattern, operation, call => TryDatacenter(call, out var datacenter, out var refusal) ? answer(call, datacenter) : refusal);

    private void MapServer(SimulatorRoutes routes, string method, string pattern, SimulatedOperation operation, Func<ApiCall, ProfitBricksDatacenter, ProfitBricksServer, SimulatedAnswer> answer) =>
        MapDatacenter(routes, method, "/servers/{server}" + pattern, operation, (call, datacenter) =>
            datacenter.FindServer(call.Exchange.Route("server")) is { } server ? answer(call, datacenter, server) : Error(ApiProblem.NotFound));

    private bool TryDatacenter(ApiCall call, [NotNullWhen(true)] out ProfitBricksDatacenter? datacenter, [NotNullWhen(false)] out SimulatedAnswer? refusal)
    {
        datacenter = State.FindDatacenter(call.Exchange.Route("datacenter"));
        refusal = datacenter switch
        {
            null => Error(ApiProblem.NotFound),
            _ when State.ContractOf(datacenter.Contract) != call.Contract => Error(ApiProblem.NotFound),
            { Forbidden: true } => Error(ApiProblem.Forbidden),
            _ => null,
        };
        return refusal is null;
    }
}
