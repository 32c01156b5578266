namespace FailoverIp.Node;

/// <summary>Checks the accounts at providers. What they are made of is known to the schema; how they work, to their packages.</summary>
internal sealed class ProviderCheck(ProblemList problems, SecretReader secrets, IReadOnlyCollection<string>? types)
{
    /// <summary>The providers by name, each with the schema of its type; null where others may be registered that are not seen here.</summary>
    public IReadOnlyDictionary<string, SchemaNode>? Check(ConfigurationNode? providers)
    {
        var found = new Dictionary<string, SchemaNode>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, node) in providers?.Children ?? [])
        {
            var schema = SchemaChecker.Choose(node, ConfigurationSchema.Section.Properties["Providers"].Additional!);
            found[name] = schema;
            if (types is null)
                continue; // the packages that registered the types check their own
            CheckType(node["Type"]);
            foreach (var secret in schema.Secrets)
                secrets.Read(node, secret);
            if (string.Equals(node["Type"]?.Text, "ProfitBricks", StringComparison.OrdinalIgnoreCase))
                new ProfitBricksCheck(problems, secrets).Check(node);
        }
        return types is null ? null : found;
    }

    private void CheckType(ConfigurationNode? type)
    {
        if (type is { Text: { } text } && !problems.HasErrorAt(type) && !types!.Contains(text, StringComparer.OrdinalIgnoreCase))
            problems.Add(type, $"unknown provider type \"{SchemaChecker.Shown(text)}\"; known are {string.Join(", ", types!)}");
    }
}
