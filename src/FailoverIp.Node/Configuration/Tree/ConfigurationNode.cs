using System.Globalization;

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
/// <remarks>There are hundreds of thousands in a large configuration: a path is put together when somebody asks for it, and few children need no index.</remarks>
internal sealed class ConfigurationNode
{
    private static readonly string[] Numbers = [.. Enumerable.Range(0, 64).Select(Number)];

    private NodeChildren? _children;
    private ConfigurationNode? _parent;
    private string? _key;
    private string? _path;

    /// <summary>A value whose path is known.</summary>
    public ConfigurationNode(NodeKind kind, NodeLocation location, string path, string? text = null) => (Kind, Location, Text, _path) = (kind, location, text, path);

    /// <summary>A value that is, or is to be, a child of <paramref name="parent"/>; <see cref="Set"/> makes it one.</summary>
    public ConfigurationNode(ConfigurationNode parent, string key, NodeKind kind, NodeLocation location, string? text = null)
        : this(kind, text, location) => (_parent, _key) = (parent, key);

    private ConfigurationNode(NodeKind kind, string? text, NodeLocation location) => (Kind, Location, Text) = (kind, location, text);

    public NodeKind Kind { get; }

    public NodeLocation Location { get; }

    /// <summary>The path of keys below the section, joined by dots: <c>Vrrp.Instances.VI_1</c>. Empty for the section itself.</summary>
    public string Path => _path ?? (_parent is null ? "" : _path = _parent.ChildPath(_key!));

    /// <summary>The text of a value; null for objects, arrays and null.</summary>
    public string? Text { get; }

    public IReadOnlyList<(string Key, ConfigurationNode Value)> Children => _children ?? NodeChildren.None;

    public int Count => _children?.Count ?? 0;

    /// <summary>Whether it can be read as an object or an array: an untyped empty text is how other sources write an empty one.</summary>
    public bool IsContainer => Kind is NodeKind.Object or NodeKind.Array || (Kind == NodeKind.Untyped && string.IsNullOrEmpty(Text));

    public ConfigurationNode? this[string key] => _children?.Find(key);

    /// <summary>The child at a position, with its key.</summary>
    public (string Key, ConfigurationNode Value) this[int position] => Children[position];

    /// <summary>A value whose place is not known yet; <see cref="Set"/> gives it one.</summary>
    public static ConfigurationNode Detached(NodeKind kind, NodeLocation location, string? text = null) => new(kind, text, location);

    /// <summary>The child at a position, which is not always its name: an element that an environment variable has added may leave out numbers.</summary>
    public ConfigurationNode? At(int position) => position < Count ? _children!.At(position) : null;

    public string ChildPath(string key) => Path.Length == 0 ? key : $"{Path}.{key}";

    /// <summary>Adds a child, or replaces the one of that name.</summary>
    public void Set(string key, ConfigurationNode value)
    {
        if (value is { _parent: null, _path: null })
            (value._parent, value._key) = (this, key);
        (_children ??= new()).Set(key, value);
    }

    /// <summary>The key of the next element of an array.</summary>
    public string NextKey => Count is var next && next < Numbers.Length ? Numbers[next] : Number(next);

    /// <summary>The same values for another place.</summary>
    public ConfigurationNode Copy()
    {
        var copy = Detached(Kind, Location, Text);
        foreach (var (key, value) in Children)
            copy.Set(key, value.Copy());
        return copy;
    }

    /// <summary>Adds what another object holds. A value moves; one that has its place already, as those of an object that is added several times, is copied.</summary>
    public void Take(ConfigurationNode from)
    {
        for (var i = 0; i < from.Count; i++)
        {
            var (key, value) = from._children![i];
            if (value._parent == from && value._path is null)
                value._parent = null;
            else
                value = value.Copy();
            Set(key, value);
        }
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
