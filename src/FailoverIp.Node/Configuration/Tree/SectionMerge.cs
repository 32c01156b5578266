namespace FailoverIp.Node;

/// <summary>Puts what a keepalived.conf says beside what a failoverip.json says. What one alone has counts; what both have is an error.</summary>
internal static class SectionMerge
{
    /// <summary>Objects of names, or of keys that do not depend on one another: both may have some of them.</summary>
    private static readonly HashSet<string> Shared = new(StringComparer.OrdinalIgnoreCase)
    {
        "", "Vrrp", "Vrrp.Instances", "Vrrp.SyncGroups", "Vrrp.GarpGroups", "Vrrp.Garp", "Vrrp.Trackers", "Vrrp.Trackers.Scripts", "Vrrp.Trackers.Files", "Vrrp.Trackers.Processes",
        "VirtualServers", "Notify",
    };

    /// <summary>Adds everything of <paramref name="from"/> to <paramref name="section"/>.</summary>
    public static void Add(ConfigurationNode section, ConfigurationNode from, ProblemList problems)
    {
        foreach (var (key, value) in from.Children)
        {
            if (section[key] is not { } there)
                section.Set(key, value);
            else if (there.Kind == NodeKind.Object && value.Kind == NodeKind.Object && Shared.Contains(value.Path))
                Add(there, value, problems);
            else
                problems.Add(there, $"stands in {value.Location.Source}:{value.Location.Line} as well; it can be in one of them");
        }
    }
}
