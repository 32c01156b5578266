using Microsoft.Extensions.Configuration;

namespace FailoverIp.Node;

/// <summary>The nodes of a section that an application has read itself. Where its values were written is not known: they are the section's.</summary>
internal static class SectionTree
{
    public static ConfigurationNode Read(IConfiguration section)
    {
        var root = section is IConfigurationSection named ? named.Path : "";
        return Read(section, root.Length == 0 ? "configuration" : root, "");
    }

    private static ConfigurationNode Read(IConfiguration section, string location, string path)
    {
        var children = section.GetChildren().ToList();
        if (children.Count == 0 && path.Length > 0)
            return new(NodeKind.Untyped, new(location, 0), path, ((IConfigurationSection)section).Value ?? "");

        // Numbered children are an array or an object with such names; the schema knows which is meant, so either will do.
        var node = new ConfigurationNode(NodeKind.Object, new(location, 0), path);
        foreach (var child in children)
            node.Set(child.Key, Read(child, location, node.ChildPath(child.Key)));
        return node;
    }
}
