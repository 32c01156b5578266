using System.CommandLine;
using FailoverIp.Cli.Commands;
using FailoverIp.Cli.Commands.Ipvs;
using FailoverIp.Cli.Commands.Route;
using FailoverIp.Cli.Commands.Simulate;
using FailoverIp.Cli.Help;

namespace FailoverIp.Cli;

/// <summary>All commands, in the order in which the help shows them.</summary>
internal static class RootCommandFactory
{
    public static RootCommand Create()
    {
        var root = new RootCommand("Keeps failover IP addresses routed to the node that a VRRP election made Active.")
        {
            CommonOptions.Verbose,
        };
        Command[] commands =
        [
            new DemoCommand(),
            new RunCommand(),
            new ValidateCommand(),
            new ImportCommand(),
            new StatusCommand(),
            RouteCommand.Create(),
            LoginNetcupCommand.Create(),
            SimulateCommand.Create(),
            IpvsCommand.Create(),
            VrrpWatchCommand.Create(),
            new GenhashCommand(),
        ];
        foreach (var command in commands)
            root.Add(command);
        ExamplesHelpAction.AttachTo(root);
        return root;
    }
}
