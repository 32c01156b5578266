using FailoverIp.Simulation;

namespace FailoverIp.Cli.Commands.Simulate;

/// <summary><c>simulate netcup-rest</c>: netcup's SCP REST API.</summary>
internal sealed class SimulateNetcupRestCommand() : SimulateNetcupCommand("netcup-rest", "Simulate netcup's SCP REST API with its login")
{
    protected override async Task<NetcupSimulator> StartAsync(NetcupSimulatorOptions options, CancellationToken cancellationToken) =>
        await NetcupRestSimulator.StartAsync(options, cancellationToken);

    // A client that the state gave a rotated token keeps its file.
    protected override string DescribeProvider(NetcupSimulator simulator, SecretFiles secrets)
    {
        var tokens = simulator.State.RefreshTokens.Select(t => t.Token).ToList();
        var entry = $"\"Type\": \"NetcupRest\", \"BaseAddress\": \"{simulator.BaseAddress}\", \"RefreshTokenFile\": \"{secrets.Provide("refresh-token", tokens)}\"";
        return tokens.Count > 0 ? entry : entry + " (the state has no refresh token: failoverip login netcup)";
    }
}
