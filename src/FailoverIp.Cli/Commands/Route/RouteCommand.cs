using System.CommandLine;

namespace FailoverIp.Cli.Commands.Route;

/// <summary><c>route</c>: one-shot use of the failover addresses of a file, without a running node.</summary>
internal static class RouteCommand
{
    public static readonly Argument<string> AddressName = new("NAME") { Description = "The address's name in the configuration, such as web" };

    public static Command Create() => new("route", "Look at and change the routes of failover addresses, once, without a running node")
    {
        new RouteListCommand(),
        new RouteShowCommand(),
        new RouteEnsureCommand(),
    };
}
