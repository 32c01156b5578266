using System.CommandLine;

namespace FailoverIp.Cli.Commands;

/// <summary>Options that several commands share.</summary>
internal static class CommonOptions
{
    public const string DefaultConfigurationFile = "/etc/failoverip/failoverip.json";

    public static readonly Option<bool> Verbose = new("--verbose")
    {
        Description = "Log to standard error, and show where an error came from",
        Recursive = true,
    };

    public static readonly Option<bool> Json = new("--json") { Description = "Print one JSON document, also on failure" };

    public static readonly Option<string> ConfigurationFile = new("--config", "-c")
    {
        Description = "The configuration file",
        HelpName = "FILE",
        DefaultValueFactory = _ => DefaultConfigurationFile,
    };

    public static readonly Option<string?> KeepalivedFile = new("--keepalived", "-k")
    {
        Description = "An unchanged keepalived.conf, for VRRP, tracking, scripts and virtual servers. With it a configuration file is needed only where -c is given",
        HelpName = "KEEPALIVED.CONF",
    };

    public static readonly Option<string?> ConfigId = new("--config-id")
    {
        Description = "Whose lines of the keepalived.conf are read where they begin with @ID (keepalived -i); otherwise FAILOVERIP_CONFIG_ID, otherwise the host's name",
        HelpName = "ID",
    };
}
