namespace FailoverIp.Vrrp;

/// <summary>What sync groups track is tracked by each of their virtual routers.</summary>
internal static class GroupTracking
{
    /// <summary>The options with what the groups track at every member. What a member has already it does not get twice, so a second call changes nothing.</summary>
    /// <param name="options">They are valid.</param>
    public static VrrpEngineOptions Apply(VrrpEngineOptions options) =>
        options.SyncGroups.All(g => g.TrackedInterfaces.IsEmpty && g.TrackedHealth.IsEmpty) ? options
        : options with { Routers = [.. options.Routers.Select(r => options.SyncGroups.FirstOrDefault(g => g.Routers.Contains(r.Name)) is { } group ? With(r, group) : r)] };

    /// <summary>Checks what a group tracks: the ranges of a virtual router, and that no member says something else of the same.</summary>
    public static void Check(VrrpEngineOptions o, SyncGroupOptions group, Action<string> error)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var tracked in group.TrackedInterfaces)
            ElectionChecks.CheckTracked("", tracked.Name, tracked.Weight, names, (_, message) => error(message));
        names.Clear();
        foreach (var tracked in group.TrackedHealth)
            ElectionChecks.CheckTracked("", tracked.Name, tracked.Weight, names, (_, message) => error(message));
        foreach (var router in o.Routers.Where(r => !group.Routers.IsDefault && group.Routers.Contains(r.Name) && !r.TrackedInterfaces.IsDefault && !r.TrackedHealth.IsDefault))
        {
            foreach (var tracked in group.TrackedInterfaces.Where(t => router.TrackedInterfaces.Any(own => own.Name == t.Name && own != t)))
                error($"{tracked.Name}: {router.Name} tracks it too, with another weight");
            foreach (var tracked in group.TrackedHealth.Where(t => router.TrackedHealth.Any(own => own.Name == t.Name && own != t)))
                error($"{tracked.Name}: {router.Name} tracks it too, with another weight");
        }
    }

    private static VirtualRouterOptions With(VirtualRouterOptions router, SyncGroupOptions group)
    {
        TrackedInterface[] interfaces = [.. group.TrackedInterfaces.Where(t => !router.TrackedInterfaces.Contains(t))];
        TrackedHealth[] health = [.. group.TrackedHealth.Where(t => !router.TrackedHealth.Contains(t))];
        return interfaces.Length + health.Length == 0 ? router
            : router with { TrackedInterfaces = router.TrackedInterfaces.AddRange(interfaces), TrackedHealth = router.TrackedHealth.AddRange(health) };
    }
}
