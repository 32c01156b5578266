namespace FailoverIp.Node;

/// <summary>How a configuration file is read.</summary>
public sealed record NodeConfigurationLoadOptions
{
    /// <summary>The environment variables that override the file; those that do not begin with <c>FailoverIp__</c> have no meaning.</summary>
    /// <value>Null: those of this process.</value>
    public IReadOnlyDictionary<string, string>? Environment { get; init; }

    /// <summary>The provider types that are registered; another one is an error.</summary>
    /// <value>NetcupRest, NetcupSoap and ProfitBricks.</value>
    public IReadOnlyCollection<string> ProviderTypes { get; init; } = ["NetcupRest", "NetcupSoap", "ProfitBricks"];

    /// <summary>Whether files that hold secrets are opened and an unreadable one is an error. Off for a command that is about to write one.</summary>
    /// <value>True.</value>
    public bool CheckSecretFiles { get; init; } = true;

    /// <summary>Whether a node is to run from it. Without one, nothing is asked of this machine that only a node would need, nor has an address to follow an election of this file: that may be in a keepalived.conf.</summary>
    /// <value>True.</value>
    public bool RunsNode { get; init; } = true;
}
