using System.CommandLine;
using FailoverIp.Cli.Commands;
using FailoverIp.Node;

namespace FailoverIp.Cli.Configuration;

/// <summary>Where a command has its configuration from: a failoverip.json, an unchanged keepalived.conf, or both.</summary>
/// <param name="File">The failoverip.json; null for none.</param>
/// <param name="Keepalived">The keepalived.conf; null for none.</param>
/// <param name="ConfigId">What its lines beginning with <c>@id</c> are compared with; null: the host's name.</param>
internal sealed record ConfigurationFiles(string? File, string? Keepalived = null, string? ConfigId = null)
{
    /// <summary>The files of a command line. With <c>-k</c> alone no failoverip.json is needed.</summary>
    public static ConfigurationFiles Of(ParseResult arguments)
    {
        var keepalived = arguments.GetValue(CommonOptions.KeepalivedFile);
        var isGiven = arguments.GetResult(CommonOptions.ConfigurationFile) is { Implicit: false };
        return new(keepalived is null || isGiven ? arguments.GetRequiredValue(CommonOptions.ConfigurationFile) : null, keepalived, ConfigIdOf(arguments));
    }

    /// <summary>The id of the option, otherwise that of the environment.</summary>
    public static string? ConfigIdOf(ParseResult arguments) => arguments.GetValue(CommonOptions.ConfigId) ?? Environment.GetEnvironmentVariable("FAILOVERIP_CONFIG_ID");

    /// <summary>The arguments of <c>validate</c> for the same files.</summary>
    public string Arguments => string.Join(' ', new[] { File is null ? null : $"-c {File}", Keepalived is null ? null : $"-k {Keepalived}" }.OfType<string>());

    /// <summary>Reads and checks them.</summary>
    public NodeConfiguration Load(NodeConfigurationLoadOptions? options = null) =>
        Keepalived is null ? NodeConfiguration.Load(File!, options) : NodeConfiguration.Load(KeepalivedConfiguration.Load(Keepalived, ConfigId), File, options);
}
