using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Primitives;

namespace FailoverIp.Node;

/// <summary>
/// The nodes of a section as an <c>IConfiguration</c>, for those who read it themselves. Nothing is copied: what nobody asks for, such as thousands of virtual
/// servers where only the providers are wanted, costs nothing.
/// </summary>
/// <param name="section">The nodes.</param>
/// <param name="replaced">Values that stand in place of those of the nodes, by key (<c>FailoverIp:Providers:netcup:RefreshTokenFile</c>).</param>
internal sealed class TreeSection(ConfigurationNode section, IReadOnlyDictionary<string, string> replaced) : IConfigurationSource, IConfigurationProvider
{
    private static readonly IChangeToken Never = new CancellationChangeToken(CancellationToken.None);

    private readonly Dictionary<string, string> _replaced = new(replaced, StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string?> _set = new(StringComparer.OrdinalIgnoreCase);

    public static IConfigurationSection Of(ConfigurationNode section, IReadOnlyDictionary<string, string> replaced) =>
        new ConfigurationBuilder().Add(new TreeSection(section, replaced)).Build().GetSection(NodeConfiguration.SectionName);

    public IConfigurationProvider Build(IConfigurationBuilder builder) => this;

    public bool TryGet(string key, out string? value)
    {
        if (_set.TryGetValue(key, out value) || _replaced.TryGetValue(key, out value))
            return true;
        var node = Find(key);
        value = node?.Text;
        return node is { Kind: not (NodeKind.Object or NodeKind.Array) };
    }

    public void Set(string key, string? value) => _set[key] = value;

    public IChangeToken GetReloadToken() => Never;

    public void Load()
    {
        // It is read already.
    }

    public IEnumerable<string> GetChildKeys(IEnumerable<string> earlierKeys, string? parentPath)
    {
        var keys = parentPath is null ? [NodeConfiguration.SectionName] : Find(parentPath)?.Children.Select(c => c.Key) ?? [];
        return keys.Concat(earlierKeys).Order(ConfigurationKeyComparer.Instance);
    }

    private ConfigurationNode? Find(string path)
    {
        ConfigurationNode? node = null;
        foreach (var key in path.Split(':'))
        {
            if (node is null && !string.Equals(key, NodeConfiguration.SectionName, StringComparison.OrdinalIgnoreCase))
                return null;
            node = node is null ? section : node[key];
            if (node is null)
                return null;
        }
        return node;
    }
}
