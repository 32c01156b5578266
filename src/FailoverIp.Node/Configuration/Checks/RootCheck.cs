namespace FailoverIp.Node;

/// <summary>Finds the section FailoverIp in a document that may hold an application's other sections as well.</summary>
internal static class RootCheck
{
    public static ConfigurationNode FindSection(ConfigurationNode root, ProblemList problems)
    {
        var section = root[NodeConfiguration.SectionName];
        if (root.Kind != NodeKind.Object)
        {
            problems.Add(root.Location, $"the document is not an object {{ \"{NodeConfiguration.SectionName}\": {{ … }} }}");
        }
        else
        {
            foreach (var (key, value) in root.Children.Where(c => c.Value != section && c.Key != "$schema"))
                CheckOther(key, value, isMissing: section is null, problems);
            if (section is null)
                problems.Add(root.Location, $"the section \"{NodeConfiguration.SectionName}\" is missing");
        }
        return section ?? new ConfigurationNode(NodeKind.Object, root.Location, "");
    }

    private static void CheckOther(string key, ConfigurationNode value, bool isMissing, ProblemList problems)
    {
        var nearest = NearestKey.Find(key, [NodeConfiguration.SectionName])!;
        if (ConfigurationSchema.Section.Properties.ContainsKey(key))
            problems.Add(value.Location, $"\"{key}\" belongs inside the section \"{NodeConfiguration.SectionName}\"");
        else if (NearestKey.Distance(key.ToLowerInvariant(), nearest.ToLowerInvariant()) <= 3)
            problems.Add(value.Location, $"unknown key \"{key}\"; did you mean \"{nearest}\"?");
        else if (!isMissing)
            problems.Add(value.Location, $"\"{SchemaChecker.Shown(key)}\" is outside of the section \"{NodeConfiguration.SectionName}\" and is not read", isWarning: true);
    }
}
