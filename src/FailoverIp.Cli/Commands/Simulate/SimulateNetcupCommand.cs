using FailoverIp.Cli.Output;
using FailoverIp.Simulation;

namespace FailoverIp.Cli.Commands.Simulate;

/// <summary>A netcup simulator as a server.</summary>
internal abstract class SimulateNetcupCommand(string name, string description) : SimulateProviderCommand<NetcupScp>(
    name, description + ", until Ctrl-C. The default account has the servers v2200000000000000001 to …3 and the addresses 203.0.113.10, 203.0.113.11 and 2001:db8:a:20::/64.")
{
    public override IReadOnlyList<string> Examples =>
    [
        $"failoverip simulate {Name} --listen http://127.0.0.1:8080",
        $"failoverip simulate {Name} --listen http://127.0.0.1:8080 --state ./netcup.json   # keeps the account, reads \"faults\"",
        "curl -X PUT http://127.0.0.1:8080/_simulator/routes -d '{\"address\": \"203.0.113.10\", \"server\": null}'   # behind everyone's back",
    ];

    /// <summary>Starts the server.</summary>
    protected abstract Task<NetcupSimulator> StartAsync(NetcupSimulatorOptions options, CancellationToken cancellationToken);

    /// <summary>What to write below <c>Providers:NAME</c>.</summary>
    protected abstract string DescribeProvider(NetcupSimulator simulator, SecretFiles secrets);

    protected override NetcupScp Open(string? stateFile, Terminal terminal)
    {
        void Show(NetcupRouteChange change) => terminal.WriteLine($"{change.Address}: {change.From ?? "nowhere"} → {change.To ?? "nowhere"}");
        return stateFile is null ? new(rerouted: Show) : NetcupScp.Open(stateFile, rerouted: Show);
    }

    protected override string? SaveErrorOf(NetcupScp world) => world.SaveError;

    protected override async Task<HttpSimulator> StartAsync(SimulatorOptions options, NetcupScp world, CancellationToken cancellationToken) =>
        await StartAsync(new NetcupSimulatorOptions { Listen = options.Listen, Answered = options.Answered, Scp = world }, cancellationToken);

    protected override IEnumerable<string> Describe(HttpSimulator simulator, NetcupScp world, SecretFiles secrets) =>
        [$"below Providers: \"netcup\": {{ {DescribeProvider((NetcupSimulator)simulator, secrets)} }}"];
}
