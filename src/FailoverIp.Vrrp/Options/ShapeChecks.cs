using System.Collections.Immutable;

namespace FailoverIp.Vrrp;

/// <summary>Finds what is not there at all, null or an array that was never set: the other checks rely on its being there.</summary>
internal static class ShapeChecks
{
    /// <summary>Checks the lists of an engine's options. True where the other checks can look at them.</summary>
    public static bool Check(VrrpEngineOptions o, Action<string, string, string> error)
    {
        var isWhole = true;
        Demand(IsWhole(o.Routers), nameof(o.Routers), "is not set, or has an empty entry");
        Demand(IsWhole(o.SyncGroups), nameof(o.SyncGroups), "is not set, or has an empty entry");
        if (isWhole)
            Demand(o.SyncGroups.All(g => g.Name is not null && (g.Routers.IsDefault || IsWhole(g.Routers)) && IsWhole(g.TrackedInterfaces) && IsWhole(g.TrackedHealth)), nameof(o.SyncGroups), "a name is not set");
        Demand(IsWhole(o.AnnouncementGroups) && o.AnnouncementGroups.All(g => g.Name is not null && IsWhole(g.Interfaces)), nameof(o.AnnouncementGroups), "is not set, or has an empty entry");
        return isWhole;

        void Demand(bool holds, string option, string message)
        {
            if (!holds)
                error("", option, message);
            isWhole &= holds;
        }
    }

    /// <summary>Checks the options of a virtual router. True where the other checks can look at them.</summary>
    public static bool Check(VirtualRouterOptions o, Action<string, string> error)
    {
        var isWhole = true;
        Demand(o.Name is not null, nameof(o.Name));
        Demand(o.Interface is not null, nameof(o.Interface));
        Demand(o.Announcements is not null, nameof(o.Announcements));
        Demand(IsWhole(o.UnicastPeers) && o.UnicastPeers.All(p => p.Address is not null), nameof(o.UnicastPeers));
        Demand(IsWhole(o.VirtualAddresses) && o.VirtualAddresses.All(a => a.Address is not null), nameof(o.VirtualAddresses));
        Demand(IsWhole(o.ExcludedAddresses) && o.ExcludedAddresses.All(a => a.Address is not null), nameof(o.ExcludedAddresses));
        Demand(IsWhole(o.VirtualRoutes) && o.VirtualRoutes.All(r => IsWhole(r.NextHops)), nameof(o.VirtualRoutes));
        Demand(IsWhole(o.VirtualRules), nameof(o.VirtualRules));
        Demand(IsWhole(o.TrackedInterfaces), nameof(o.TrackedInterfaces));
        Demand(IsWhole(o.TrackedHealth), nameof(o.TrackedHealth));
        return isWhole;

        void Demand(bool holds, string option)
        {
            if (!holds)
                error(option, "is not set, or has an empty entry");
            isWhole &= holds;
        }
    }

    private static bool IsWhole<T>(ImmutableArray<T> array) => !array.IsDefault && array.All(item => item is not null);
}
