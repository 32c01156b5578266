using FailoverIp.Node;

namespace FailoverIp.Cli.Configuration;

/// <summary>A configuration file that a command can work with, or the one line that says why not.</summary>
internal static class UsableConfiguration
{
    /// <exception cref="ToolException">It cannot be read or is not valid (<see cref="FailoverErrorKind.Configuration"/>).</exception>
    public static NodeConfiguration Load(string path, bool checkSecretFiles = true)
    {
        var configuration = NodeConfiguration.Load(path, new() { CheckSecretFiles = checkSecretFiles });
        return configuration.IsValid ? configuration : throw new ToolException(FailoverErrorKind.Configuration, Summary(configuration));
    }

    private static string Summary(NodeConfiguration configuration)
    {
        var errors = configuration.Problems.Where(p => !p.IsWarning).ToList();
        return errors.Count == 1 ? $"{errors[0]}" : $"{errors[0]} (and {errors.Count - 1} more: failoverip validate -c {configuration.Path})";
    }
}
