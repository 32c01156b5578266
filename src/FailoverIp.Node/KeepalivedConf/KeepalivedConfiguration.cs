namespace FailoverIp.Node;

/// <summary>
/// An unchanged keepalived.conf with everything that it includes: what keepalived 2.2.7 would say of it, and what a node makes of it. It is the part about VRRP, what is tracked, virtual
/// servers and scripts of a configuration; <see cref="NodeConfiguration.Load(KeepalivedConfiguration, string?, NodeConfigurationLoadOptions?)"/> adds the rest.
/// </summary>
public sealed class KeepalivedConfiguration
{
    private readonly ConfDocument _document;

    private KeepalivedConfiguration(string path, ConfDocument document) => (Path, _document) = (path, document);

    /// <summary>The file as it was named.</summary>
    public string Path { get; }

    /// <summary>False where there is no such file, or it is no text; <see cref="Complaints"/> then holds the one reason.</summary>
    public bool IsReadable => _document.IsReadable;

    /// <summary>Whether <c>keepalived -t</c> of 2.2.7 ends with 0: there are no <see cref="Complaints"/>.</summary>
    public bool IsAccepted => Complaints.Count == 0;

    /// <summary>What keepalived reports, in the order in which it was found. It goes on after a warning, and does not start with anything else.</summary>
    public IReadOnlyList<ConfigurationProblem> Complaints => _document.Problems.Complaints;

    /// <summary>What keepalived carries out and a node does not: a warning where it leaves it out, anything else where it refuses the whole.</summary>
    public IReadOnlyList<ConfigurationProblem> Notes => _document.Problems.Notes;

    /// <summary>Whether a password or a key stands in it, and so in <see cref="ToJson"/> as well.</summary>
    public bool HasSecrets => Section is { } section && SchemaSecrets.StandIn(section, ConfigurationSchema.Section);

    internal ConfigurationNode? Section => _document.Section;

    /// <summary>Reads a file. Never throws for what is in it or in its place: that is told in <see cref="Complaints"/>.</summary>
    /// <param name="path">The file.</param>
    /// <param name="configId">What lines that begin with <c>@id</c> are compared with; null: the host's name up to its first dot.</param>
    public static KeepalivedConfiguration Load(string path, string? configId = null) => Load(path, configId, new ConfMachine());

    /// <summary>The same as it would be on another machine.</summary>
    internal static KeepalivedConfiguration Load(string path, string? configId, IConfMachine machine)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new(path, ConfDocument.Read(path, configId ?? Environment.MachineName.Split('.')[0], machine));
    }

    /// <summary>
    /// The equivalent failoverip.json. Secrets stand in it as they do in the keepalived.conf. Null where keepalived would not run the file.
    /// </summary>
    public string? ToJson() => Section is { } section ? ConfigurationJson.Write(section) : null;
}
