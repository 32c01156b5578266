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
    private static readonly (string Name, Func<Command> Make)[] Commands =
    [
        ("demo", static () => new DemoCommand()),
        ("run", static () => new RunCommand()),
        ("validate", static () => new ValidateCommand()),
        ("import", static () => new ImportCommand()),
        ("status", static () => new StatusCommand()),
        ("route", RouteCommand.Create),
        ("login", LoginNetcupCommand.Create),
        ("simulate", SimulateCommand.Create),
        ("ipvs", IpvsCommand.Create),
        ("vrrp", VrrpWatchCommand.Create),
        ("genhash", static () => new GenhashCommand()),
    ];

    /// <summary>The root with all commands below it.</summary>
    public static RootCommand Create() => Create(Commands);

    /// <summary>The root as these arguments need it: where they begin with a command, that one alone. A node is not to wait, nor to have in memory, what the others are made of.</summary>
    public static RootCommand CreateFor(string[] arguments) =>
        arguments is [var first, ..] && Array.Find(Commands, c => c.Name == first) is { Name: not null } only ? Create([only]) : Create();

    private static RootCommand Create((string Name, Func<Command> Make)[] commands)
    {
        var root = new RootCommand("Keeps failover IP addresses routed to the node that a VRRP election made Active.")
        {
            CommonOptions.Verbose,
        };
        foreach (var (_, make) in commands)
            root.Add(make());
        ExamplesHelpAction.AttachTo(root);
        return root;
    }
}
