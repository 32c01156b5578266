using System.Globalization;

namespace FailoverIp.Node;

/// <summary>Writes values into a tree as if they had been read from failoverip.json.</summary>
internal static class ConfTree
{
    /// <summary>The object at a key; it is made where it is not there.</summary>
    public static ConfigurationNode Object(this ConfigurationNode parent, string key, NodeLocation at) => parent[key] ?? parent.Set(key, NodeKind.Object, at);

    /// <summary>The list at a key; it is made where it is not there.</summary>
    public static ConfigurationNode List(this ConfigurationNode parent, string key, NodeLocation at) => parent[key] ?? parent.Set(key, NodeKind.Array, at);

    public static void Text(this ConfigurationNode parent, string key, string value, NodeLocation at) => parent.Set(key, NodeKind.String, at, value);

    public static void Number(this ConfigurationNode parent, string key, long value, NodeLocation at) => parent.Set(key, NodeKind.Number, at, value.ToString(CultureInfo.InvariantCulture));

    public static void Boolean(this ConfigurationNode parent, string key, bool value, NodeLocation at) => parent.Set(key, NodeKind.Boolean, at, value ? "true" : "false");

    /// <summary>A duration, as TimeSpan writes it.</summary>
    public static void Time(this ConfigurationNode parent, string key, TimeSpan value, NodeLocation at) => parent.Text(key, value.ToString("c", CultureInfo.InvariantCulture), at);

    /// <summary>A further text of a list.</summary>
    public static void Add(this ConfigurationNode list, string value, NodeLocation at) => list.Text(list.NextKey, value, at);

    /// <summary>A further object of a list.</summary>
    public static ConfigurationNode AddObject(this ConfigurationNode list, NodeLocation at) => list.Set(list.NextKey, NodeKind.Object, at);

    private static ConfigurationNode Set(this ConfigurationNode parent, string key, NodeKind kind, NodeLocation at, string? text = null)
    {
        var node = new ConfigurationNode(parent, key, kind, at, text);
        parent.Set(key, node);
        return node;
    }
}
