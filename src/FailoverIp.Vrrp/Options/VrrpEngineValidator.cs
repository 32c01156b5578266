namespace FailoverIp.Vrrp;

/// <summary>Checks the options of an engine: each virtual router, and what several have together.</summary>
internal static class VrrpEngineValidator
{
    public static IReadOnlyList<VrrpOptionProblem> Validate(VrrpEngineOptions o)
    {
        var problems = new List<VrrpOptionProblem>();
        void Error(string router, string option, string message) => problems.Add(new(option, message) { Router = router });

        if (!ShapeChecks.Check(o, Error))
            return problems;
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var router in o.Routers)
        {
            problems.AddRange(router.Validate().Select(p => p with { Router = router.Name }));
            if (!names.Add(router.Name))
                Error(router.Name, nameof(router.Name), "is there twice");
        }
        if (!o.Routers.All(r => ShapeChecks.Check(r, static (_, _) => { })))
            return problems; // told above
        WireCollisions.Check(o.Routers, Error);
        CheckGroups(o, names, Error);
        if (o.StartupDelay < TimeSpan.Zero || o.StartupDelay > TimeSpan.FromSeconds(1000))
            Error("", nameof(o.StartupDelay), "is not between 0 and 1000 seconds");
        if (o.DelayAfterBoot < TimeSpan.Zero || o.DelayAfterBoot > TimeSpan.FromSeconds(1000))
            Error("", nameof(o.DelayAfterBoot), "is not between 0 and 1000 seconds");
        AnnouncementGroupChecks.Check(o, Error);
        return problems;
    }

    private static void CheckGroups(VrrpEngineOptions o, HashSet<string> routers, Action<string, string, string> error)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var members = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var group in o.SyncGroups)
        {
            if (!names.Add(group.Name))
                error("", nameof(o.SyncGroups), $"{group.Name} is there twice");
            if (group.Routers.IsDefault || group.Routers.IsEmpty)
                error("", nameof(o.SyncGroups), $"{group.Name}: a group has at least one virtual router");
            foreach (var router in group.Routers.IsDefault ? [] : group.Routers)
            {
                if (!routers.Contains(router))
                    error("", nameof(o.SyncGroups), $"{group.Name}: there is no virtual router {router}");
                else if (!members.TryAdd(router, group.Name))
                    error("", nameof(o.SyncGroups), $"{group.Name}: {router} is in {members[router]} already");
            }
            CheckWeights(o, group, error);
            GroupTracking.Check(o, group, message => error("", nameof(o.SyncGroups), $"{group.Name}: {message}"));
        }
    }

    // Members of different priority would want to be Active at different times, and the group never would.
    private static void CheckWeights(VrrpEngineOptions o, SyncGroupOptions group, Action<string, string, string> error)
    {
        if (group.Routers.IsDefault)
            return;
        VirtualRouterOptions? first = null;
        foreach (var router in o.Routers.Where(r => group.Routers.Contains(r.Name) && !r.TrackedInterfaces.IsDefault && !r.TrackedHealth.IsDefault))
        {
            first ??= router;
            if (!Weights(router).SetEquals(Weights(first)))
                error("", nameof(o.SyncGroups), $"{group.Name}: {first.Name} and {router.Name} track different things with weights; a group changes its priority as one");
        }
    }

    private static HashSet<object> Weights(VirtualRouterOptions router) =>
        [.. router.TrackedInterfaces.Where(t => t.Weight != 0), .. router.TrackedHealth.Where(t => t.Weight != 0)];
}
