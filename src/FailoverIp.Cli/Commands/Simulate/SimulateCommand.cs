using System.CommandLine;

namespace FailoverIp.Cli.Commands.Simulate;

/// <summary><c>simulate</c>: the provider simulators as servers.</summary>
internal static class SimulateCommand
{
    public static Command Create() => new("simulate", "Run a simulated provider, for trying a configuration without an account")
    {
        new SimulateNetcupRestCommand(),
        new SimulateNetcupSoapCommand(),
        new SimulateProfitBricksCommand(),
    };
}
