using FailoverIp.Simulation;

namespace FailoverIp.Cli.Commands.Simulate;

/// <summary><c>simulate netcup-soap</c>: the SOAP web service that the tutorial used.</summary>
internal sealed class SimulateNetcupSoapCommand() : SimulateNetcupCommand("netcup-soap", "Simulate netcup's older SOAP web service")
{
    protected override async Task<NetcupSimulator> StartAsync(NetcupSimulatorOptions options, CancellationToken cancellationToken) =>
        await NetcupSoapSimulator.StartAsync(options, cancellationToken);

    protected override string DescribeProvider(NetcupSimulator simulator, SecretFiles secrets) =>
        $"\"Type\": \"NetcupSoap\", \"Endpoint\": \"{((NetcupSoapSimulator)simulator).Endpoint}\", \"LoginName\": \"{simulator.State.User.Username}\", "
        + $"\"PasswordFile\": \"{secrets.Provide("password", [simulator.State.WebservicePassword])}\"";
}
