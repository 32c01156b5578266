using FailoverIp.Cli.Output;
using FailoverIp.Simulation;

namespace FailoverIp.Cli.Commands.Simulate;

/// <summary><c>simulate profitbricks</c>: the Cloud API v6 of ProfitBricks, today IONOS Cloud.</summary>
internal sealed class SimulateProfitBricksCommand() : SimulateProviderCommand<ProfitBricksCloud>(
    "profitbricks",
    "Simulate the Cloud API of ProfitBricks (IONOS Cloud), until Ctrl-C. By default there are one data center with the public LAN 1, two servers with a NIC each and the reserved address 198.51.100.7.")
{
    public override IReadOnlyList<string> Examples =>
    [
        "failoverip simulate profitbricks --listen http://127.0.0.1:8080",
        "failoverip simulate profitbricks --listen http://127.0.0.1:8080 --state ./profitbricks.json   # keeps the account, reads \"faults\"",
        "curl -H \"Authorization: Bearer $(cat ./profitbricks.json.token)\" 'http://127.0.0.1:8080/cloudapi/v6/datacenters?depth=5'",
        "curl -X PUT http://127.0.0.1:8080/_simulator/routes -d '{\"address\": \"198.51.100.7\", \"nic\": null}'   # behind everyone's back",
    ];

    protected override ProfitBricksCloud Open(string? stateFile, Terminal terminal)
    {
        void Show(ProfitBricksAddressChange change) => terminal.WriteLine($"{change.Address}: {Words(change.From)} → {Words(change.To)}");
        return stateFile is null ? new(changed: Show) : ProfitBricksCloud.Open(stateFile, changed: Show);
    }

    protected override string? SaveErrorOf(ProfitBricksCloud world) => world.SaveError;

    protected override async Task<HttpSimulator> StartAsync(SimulatorOptions options, ProfitBricksCloud world, CancellationToken cancellationToken) =>
        await ProfitBricksSimulator.StartAsync(new() { Listen = options.Listen, Answered = options.Answered, Cloud = world }, cancellationToken);

    // One data center, and one address for each of its NICs: what a configuration needs, to be copied as it is.
    protected override IEnumerable<string> Describe(HttpSimulator simulator, ProfitBricksCloud world, SecretFiles secrets)
    {
        var (state, api) = (world.State, ((ProfitBricksSimulator)simulator).ApiAddress);
        var place = state.Datacenters.SelectMany(d => d.Lans.Select(l => (Datacenter: d, Lan: l))).Where(p => !p.Datacenter.Forbidden).OrderByDescending(p => p.Lan.Public).FirstOrDefault();
        var provider = $"\"Type\": \"ProfitBricks\", \"BaseAddress\": \"{api}\", {Credentials(state.User, secrets)}, \"ContractNumber\": {place.Datacenter?.Contract ?? state.User.Contracts[0]}";
        if (place.Datacenter is { } datacenter)
            provider += $", \"DatacenterId\": \"{datacenter.Id}\", \"LanId\": {place.Lan.Id}, \"Mode\": \"NicMove\"";
        yield return $"below Providers: \"ionos\": {{ {provider} }}";

        var ip = state.IpBlocks.FirstOrDefault(b => b.Location == place.Datacenter?.Location)?.Ips[0];
        foreach (var server in place.Datacenter?.Servers ?? [])
        {
            foreach (var nic in server.Nics.Where(n => n.Lan == place.Lan.Id && ip is not null))
                yield return $"below Addresses on {server.Name}: \"pb\": {{ \"Address\": \"{ip}\", \"Provider\": \"ionos\", \"Target\": {{ \"Server\": \"{server.Id}\", \"Nic\": \"{nic.Id}\" }} }}";
        }
    }

    private static string Credentials(ProfitBricksUser user, SecretFiles secrets) => user.Tokens.IsEmpty
        ? $"\"UserName\": \"{user.UserName}\", \"PasswordFile\": \"{secrets.Provide("password", user.Password.Length > 0 ? [user.Password] : [])}\""
        : $"\"TokenFile\": \"{secrets.Provide("token", user.Tokens)}\"";

    private static string Words(IReadOnlyCollection<string> nics) => nics.Count == 0 ? "nowhere" : string.Join(", ", nics);
}
