using System.CommandLine;

namespace FailoverIp.Cli.Help;

/// <summary>How a command is typed, such as <c>failoverip route show</c>.</summary>
internal static class CommandPath
{
    public static string Of(Command command) =>
        command.Parents.OfType<Command>().FirstOrDefault() is { } parent ? $"{Of(parent)} {command.Name}" : "failoverip";
}
