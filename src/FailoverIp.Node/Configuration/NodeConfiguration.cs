using Microsoft.Extensions.Configuration;

namespace FailoverIp.Node;

/// <summary>
/// A configuration file (<c>failoverip.json</c>: JSON with comments and trailing commas), overridden by environment variables
/// (<c>FailoverIp__Node=s2</c>), with every problem in it. Relative paths of files count from the file's folder.
/// </summary>
public sealed class NodeConfiguration
{
    internal const string SectionName = "FailoverIp";

    private NodeConfiguration(string path, bool isReadable, ProblemList problems, NodeOptions? options, IConfigurationSection section)
    {
        Path = path;
        IsReadable = isReadable;
        Problems = problems.ToSorted();
        IsValid = !problems.HasErrors;
        Options = IsValid ? options : null;
        Section = section;
    }

    /// <summary>The file as it was named.</summary>
    public string Path { get; }

    /// <summary>False where the file could not be read as text at all; <see cref="Problems"/> then holds the one reason.</summary>
    public bool IsReadable { get; }

    /// <summary>True where a node can run it; there may be warnings.</summary>
    public bool IsValid { get; }

    /// <summary>Everything that is wrong or worth a look: the file's in the order of its lines, then those of environment variables.</summary>
    public IReadOnlyList<ConfigurationProblem> Problems { get; }

    /// <summary>
    /// What the node runs; null where the configuration is not valid, or was read without its secrets
    /// (<see cref="NodeConfigurationLoadOptions.CheckSecretFiles"/>).
    /// </summary>
    public NodeOptions? Options { get; }

    /// <summary>The section FailoverIp with the environment's overrides, for <c>AddFailoverIp</c>. Empty where the file could not be read.</summary>
    public IConfigurationSection Section { get; }

    /// <summary>Reads and checks a file. Never throws for what is in it or for what is in its place: that is told in <see cref="Problems"/>.</summary>
    public static NodeConfiguration Load(string path, NodeConfigurationLoadOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Read(null, path, options ?? new());
    }

    /// <summary>
    /// Checks a keepalived.conf together with a failoverip.json, which has providers, failover addresses and whatever else the other one has no words for. What both name is an error.
    /// </summary>
    /// <param name="keepalived">The keepalived.conf. What keepalived only reports is a warning here; what it would not start with is an error, and so is what a node refuses.</param>
    /// <param name="path">The failoverip.json; null for none.</param>
    /// <param name="options">How it is read.</param>
    public static NodeConfiguration Load(KeepalivedConfiguration keepalived, string? path, NodeConfigurationLoadOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(keepalived);
        return Read(keepalived, path, options ?? new());
    }

    private static NodeConfiguration Read(KeepalivedConfiguration? keepalived, string? path, NodeConfigurationLoadOptions options)
    {
        var environment = options.Environment ?? EnvironmentOverlay.OfThisProcess();
        var problems = new ProblemList();
        var name = path ?? keepalived!.Path;
        if (keepalived is { IsReadable: false })
        {
            problems.AddAll(keepalived.Complaints);
            return new(keepalived.Path, false, problems, null, EmptySection());
        }
        var section = new ConfigurationNode(NodeKind.Object, new(name, 0), "");
        if (path is not null)
        {
            var bytes = ConfigurationFile.TryRead(path, out var reason);
            if (bytes is null)
            {
                problems.Add(new NodeLocation(path, 0), reason!);
                return new(path, false, problems, null, EmptySection());
            }
            if (JsonTree.Read(bytes, path, SectionName, problems) is not { } root)
                return new(path, true, problems, null, EmptySection());
            section = RootCheck.FindSection(root, problems);
        }
        if (keepalived is not null)
        {
            problems.AddAll([.. keepalived.Complaints, .. keepalived.Notes]);
            if (keepalived.Section is not { } words)
                return new(name, true, problems, null, EmptySection());
            SectionMerge.Add(section, words, problems);
        }
        EnvironmentOverlay.Apply(section, environment);
        var checker = new ConfigurationChecker(problems)
        {
            BaseFolder = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(name)),
            ProviderTypes = options.ProviderTypes,
            CheckSecretFiles = options.CheckSecretFiles,
            RunsNode = options.RunsNode,
        };
        var node = checker.Check(section);
        if (problems.HasErrors)
            return new(name, true, problems, null, EmptySection());
        return new(name, true, problems, options.CheckSecretFiles ? node with { ControlSocket = node.ControlSocket ?? NodeOptions.DefaultControlSocket } : null,
            TreeSection.Of(section, checker.AbsolutePaths));
    }

    private static IConfigurationSection EmptySection() => new ConfigurationBuilder().Build().GetSection(SectionName);
}
