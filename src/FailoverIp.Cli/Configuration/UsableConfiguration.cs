using System.Collections;
using FailoverIp.Node;

namespace FailoverIp.Cli.Configuration;

/// <summary>A configuration file that a command can work with, or the one line that says why not.</summary>
internal static class UsableConfiguration
{
    /// <summary>For a command that uses providers and addresses alone: what a node would have to refuse elsewhere in the file does not concern it.</summary>
    /// <exception cref="ToolException">It cannot be read or is not valid (<see cref="FailoverErrorKind.Configuration"/>).</exception>
    public static NodeConfiguration Load(string path, bool checkSecretFiles = true) =>
        Usable(NodeConfiguration.Load(path, new NodeConfigurationLoadOptions { CheckSecretFiles = checkSecretFiles, RunsNode = false }), new(path), []);

    /// <summary>With options of the command line that win over the file, checked as if they stood in it.</summary>
    /// <param name="files">The files.</param>
    /// <param name="overrides">The key as an environment variable, the option's name, and its value; null where it was not given.</param>
    /// <exception cref="ToolException">It cannot be read or is not valid (<see cref="FailoverErrorKind.Configuration"/>).</exception>
    public static NodeConfiguration Load(ConfigurationFiles files, params (string Variable, string Option, string? Value)[] overrides) => Usable(Read(files, overrides), files, overrides);

    /// <summary>The same, whatever is wrong with it.</summary>
    public static NodeConfiguration Read(ConfigurationFiles files, params (string Variable, string Option, string? Value)[] overrides)
    {
        var environment = System.Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().ToDictionary(e => (string)e.Key, e => (string?)e.Value ?? "");
        foreach (var (variable, _, value) in overrides)
        {
            if (value is null)
                continue;
            foreach (var same in environment.Keys.Where(k => string.Equals(k, variable, StringComparison.OrdinalIgnoreCase)).ToList())
                environment.Remove(same);
            environment[variable] = value;
        }
        return files.Load(new() { Environment = environment });
    }

    private static NodeConfiguration Usable(NodeConfiguration configuration, ConfigurationFiles files, (string Variable, string Option, string? Value)[] overrides)
    {
        if (configuration.IsValid)
            return configuration;

        var errors = configuration.Problems.Where(p => !p.IsWarning).ToList();
        var first = overrides.Where(o => o.Value is not null && o.Variable == errors[0].File).Select(o => errors[0] with { File = o.Option }).FirstOrDefault(errors[0]);
        throw new ToolException(FailoverErrorKind.Configuration, errors.Count == 1 ? $"{first}" : $"{first} (and {errors.Count - 1} more: failoverip validate {files.Arguments})");
    }
}
