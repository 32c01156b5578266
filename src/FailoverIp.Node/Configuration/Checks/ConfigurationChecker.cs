namespace FailoverIp.Node;

/// <summary>
/// Checks a section from the shape of its keys to what they refer to, and builds the options of the node. Every problem is reported, none
/// twice; what is built is of use only where no error was found.
/// </summary>
internal sealed class ConfigurationChecker(ProblemList problems)
{
    /// <summary>The folder from which relative paths count; null: the process's.</summary>
    public string? BaseFolder { get; init; }

    /// <summary>The provider types that are known; null where providers are somebody else's to check.</summary>
    public IReadOnlyCollection<string>? ProviderTypes { get; init; }

    /// <summary>Whether the files of secrets are read.</summary>
    public bool CheckSecretFiles { get; init; } = true;

    public bool RunsNode { get; init; } = true;

    /// <summary>Keys of the configuration whose relative path had to be made absolute.</summary>
    public Dictionary<string, string> AbsolutePaths { get; } = new(StringComparer.OrdinalIgnoreCase);

    public NodeOptions Check(ConfigurationNode section)
    {
        new SchemaChecker(problems).Check(section, ConfigurationSchema.Section);

        var secrets = new SecretReader(problems, BaseFolder, CheckSecretFiles, AbsolutePaths);
        var providers = new ProviderCheck(problems, secrets, ProviderTypes).Check(section["Providers"]);
        var addresses = new AddressCheck(problems, providers, section["Vrrp"]?["Instances"], RunsNode).Check(section["Addresses"]);
        var node = new NodeOptions
        {
            Name = section["Node"]?.Text is { Length: > 0 } name ? name : Environment.MachineName,
            Addresses = [.. addresses],
            Sysctls = Enum.TryParse<SysctlHandling>(section["Sysctls"]?.Text, ignoreCase: true, out var handling) ? handling : SysctlHandling.Check,
            ControlSocket = section["Control"]?["Socket"] is { Text: { Length: > 0 } path } socket ? secrets.Resolve(socket, path) : null,
            ControlGroup = Group(section["Control"]?["Group"]),
            Telemetry = new TelemetryCheck(problems, secrets).Read(section["Telemetry"]),
        };
        node = new StatusCheck(problems, secrets).Check(node, section["Status"]);
        node = new VrrpSectionCheck(problems, secrets).Check(node, section["Vrrp"]);
        var servers = new VirtualServerCheck(problems, new VirtualServerReader(problems, new CheckReader(problems, secrets))).Check(section["VirtualServers"], node, RunsNode && CheckSecretFiles);
        return node with
        {
            VirtualServers = [.. servers],
            Ipvs = new NodeIpvsReader(problems).Read(section["Ipvs"], node),
            Notify = new NotifyReader(problems, secrets, RunsNode && CheckSecretFiles).Read(section, servers),
        };
    }

    private string? Group(ConfigurationNode? node)
    {
        if (node?.Text is not { Length: > 0 } group)
            return null;
        if (RunsNode && CheckSecretFiles && !OperatingSystem.IsWindows() && SystemGroup.Find(group) is null)
            problems.Add(node, $"there is no group \"{SchemaChecker.Shown(group)}\" on this machine");
        return group;
    }
}
