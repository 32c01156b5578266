namespace FailoverIp.Node;

/// <summary>Looks for secrets in a configuration: the schema knows which values are.</summary>
internal static class SchemaSecrets
{
    /// <summary>Whether any value at or below this one is a secret.</summary>
    public static bool StandIn(ConfigurationNode node, SchemaNode schema)
    {
        schema = SchemaChecker.Choose(node, schema);
        return schema.IsSecret || node.Children.Any(c => SchemaOf(c.Key, schema) is { } inner && StandIn(c.Value, inner));
    }

    private static SchemaNode? SchemaOf(string key, SchemaNode schema) => schema.Properties.GetValueOrDefault(key) ?? schema.Additional ?? schema.Items;
}
