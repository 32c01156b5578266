namespace FailoverIp.Guides.Pages;

/// <summary>Commands of the pages that are not typed in a laboratory, and why.</summary>
internal static class LeftOut
{
    /// <summary>The beginning of the command, and the reason.</summary>
    public static readonly IReadOnlyDictionary<string, string> Commands = new Dictionary<string, string>
    {
        ["apt-get update"] = "asks Debian's servers; what it is for is installed by eng/scripts/peers.sh",
        ["apt-get install apache2"] = "asks Debian's servers; the laboratory has a web server of its own",
        ["apt-get install curl"] = "asks Debian's servers; the SDK is the one that these tests run with",
        ["curl -fsSL https://dot.net"] = "downloads the SDK; the one that these tests run with is there",
        ["ln -s /usr/local/share/dotnet"] = "belongs to the SDK that is not downloaded",
        ["apt-get install ./failoverip_0.1.0_amd64.deb"] = "takes minutes to build: followed by Nightly.Tests; here a machine gets the same files, and the package's own script is run",
        ["failoverip route show shared"] = "asks a data center that has the reader's own servers: FailoverIp.Cli.Tests/Commands/ProfitBricksRouteTests.cs types it at the simulator's",
        ["ifup eth1"] = "the network of a laboratory is made of virtual cables, and is up",
        ["failoverip validate    # every problem of"] = "looks at the machine's own configuration: typed where a guide has made one",
        ["failoverip run         # the node, until SIGTERM"] = "runs with the machine's own configuration: typed where a guide has made one",
        ["./test"] = "runs these very tests",
        ["bench/mutation/run"] = "takes hours: a tool for whoever works on the protocol",
    };

    /// <summary>Why a command is left out; null where it is typed.</summary>
    public static string? ReasonOf(string command) => Commands.FirstOrDefault(c => command.StartsWith(c.Key, StringComparison.Ordinal)).Value;
}
