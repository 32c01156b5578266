namespace FailoverIp.Node;

/// <summary>What a value looks like where it was written.</summary>
internal enum NodeKind
{
    Object,
    Array,
    String,
    Number,
    Boolean,
    Null,

    /// <summary>A text whose type the source does not tell: an environment variable, or a value of an <c>IConfiguration</c>.</summary>
    Untyped,
}

/// <summary>Where a value was written.</summary>
/// <param name="Source">The file, the environment variable, or the section.</param>
/// <param name="Line">The line, from 1; 0 where the source has none.</param>
internal readonly record struct NodeLocation(string Source, int Line);

/// <summary>
/// A value of the configuration that remembers where it was written. Keys are compared without regard to case, as everywhere in
/// Microsoft.Extensions.Configuration; the elements of an array are children named 0, 1, …
/// </summary>
internal sealed class ConfigurationNode(NodeKind kind, NodeLocation location, string path, string? text = null)
{
    private readonly List<(string Key, ConfigurationNode Value)> _children = [];
    private readonly Dictionary<string, int> _index = new(StringComparer.OrdinalIgnoreCase);

    public NodeKind Kind { get; } = kind;

    public NodeLocation Location { get; } = location;

    /// <summary>The path of keys below the section, joined by dots: <c>Vrrp.Instances.VI_1</c>. Empty for the section itself.</summary>
    public string Path { get; } = path;

    /// <summary>The text of a value; null for objects, arrays and null.</summary>
    public string? Text { get; } = text;

    public IReadOnlyList<(string Key, ConfigurationNode Value)> Children => _children;

    /// <summary>Whether it can be read as an object or an array: an untyped empty text is how other sources write an empty one.</summary>
    public bool IsContainer => Kind is NodeKind.Object or NodeKind.Array || (Kind == NodeKind.Untyped && string.IsNullOrEmpty(Text));

    public ConfigurationNode? this[string key] => _index.TryGetValue(key, out var at) ? _children[at].Value : null;

    /// <summary>The child at a position, which is not always its name: an element that an environment variable has added may leave out numbers.</summary>
    public ConfigurationNode? At(int position) => position < _children.Count ? _children[position].Value : null;

    public string ChildPath(string key) => Path.Length == 0 ? key : $"{Path}.{key}";

    /// <summary>Adds a child, or replaces the one of that name.</summary>
    public void Set(string key, ConfigurationNode value)
    {
        if (_index.TryGetValue(key, out var at))
        {
            _children[at] = (_children[at].Key, value);
            return;
        }
        _index.Add(key, _children.Count);
        _children.Add((key, value));
    }
}
