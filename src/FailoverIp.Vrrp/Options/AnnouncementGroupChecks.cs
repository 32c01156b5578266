namespace FailoverIp.Vrrp;

/// <summary>Checks the groups of interfaces that announce with one distance.</summary>
internal static class AnnouncementGroupChecks
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    public static void Check(VrrpEngineOptions o, Action<string, string, string> error)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var groups = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var group in o.AnnouncementGroups)
        {
            if (!names.Add(group.Name))
                Error(group, "is there twice");
            if (group.Interfaces.IsEmpty)
                Error(group, "a group has at least one interface");
            foreach (var name in group.Interfaces)
            {
                if (!VirtualRouterValidator.IsInterfaceName(name))
                    Error(group, $"'{name}' is not an interface name");
                else if (!groups.TryAdd(name, group.Name))
                    Error(group, $"{name} is in {groups[name]} already");
            }
            if (IsOutside(group.ArpInterval) || IsOutside(group.NeighbourInterval))
                Error(group, "an interval is not between 0 and 1 second");
            else if (group.ArpInterval == TimeSpan.Zero && group.NeighbourInterval == TimeSpan.Zero)
                Error(group, "neither interval is given");
        }

        void Error(AnnouncementGroupOptions group, string message) => error("", nameof(o.AnnouncementGroups), $"{group.Name}: {message}");
    }

    private static bool IsOutside(TimeSpan interval) => interval < TimeSpan.Zero || interval > Longest;
}
