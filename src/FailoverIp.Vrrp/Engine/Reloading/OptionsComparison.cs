using System.Collections.Immutable;

namespace FailoverIp.Vrrp;

/// <summary>Compares options by what they hold: arrays of records are equal where their elements are, which the records' own equality does not say.</summary>
internal static class OptionsComparison
{
    /// <summary>True where a running virtual router need not hear of it.</summary>
    public static bool AreSame(VirtualRouterOptions a, VirtualRouterOptions b) =>
        WithoutLists(a) == WithoutLists(b)
        && Same(a.UnicastPeers, b.UnicastPeers)
        && Same(a.VirtualAddresses, b.VirtualAddresses)
        && Same(a.ExcludedAddresses, b.ExcludedAddresses)
        && a.VirtualRoutes.Length == b.VirtualRoutes.Length && a.VirtualRoutes.Zip(b.VirtualRoutes).All(pair => AreSame(pair.First, pair.Second))
        && Same(a.VirtualRules, b.VirtualRules)
        && Same(a.TrackedInterfaces, b.TrackedInterfaces)
        && Same(a.TrackedHealth, b.TrackedHealth);

    public static bool AreSame(VirtualRoute a, VirtualRoute b) => a with { NextHops = [] } == b with { NextHops = [] } && Same(a.NextHops, b.NextHops);

    /// <summary>
    /// What makes a running virtual router another one, by the name of the option: it resigns and starts anew. Null where it goes over to the new options as it
    /// is, without losing its role.
    /// </summary>
    public static string? Restarts(VirtualRouterOptions a, VirtualRouterOptions b) =>
        a.VirtualRouterId != b.VirtualRouterId ? nameof(a.VirtualRouterId)
        : !string.Equals(a.Interface, b.Interface, StringComparison.Ordinal) ? nameof(a.Interface)
        : a.Version != b.Version ? nameof(a.Version)
        : a.AdvertFamily != b.AdvertFamily ? nameof(a.Family)
        : !Same(a.UnicastPeers, b.UnicastPeers) ? nameof(a.UnicastPeers)
        : a.UnicastTtl != b.UnicastTtl ? nameof(a.UnicastTtl)
        : !Equals(a.SourceAddress, b.SourceAddress) ? nameof(a.SourceAddress)
        : !Equals(a.Group, b.Group) ? nameof(a.Group)
        : a.VirtualMac != b.VirtualMac ? nameof(a.VirtualMac)
        : a.Accept != b.Accept ? nameof(a.Accept)
        : a.PromoteSecondaries != b.PromoteSecondaries ? nameof(a.PromoteSecondaries)
        : null;

    private static bool Same<T>(ImmutableArray<T> a, ImmutableArray<T> b) => a.AsSpan().SequenceEqual(b.AsSpan());

    private static VirtualRouterOptions WithoutLists(VirtualRouterOptions o) => o with
    {
        UnicastPeers = [],
        VirtualAddresses = [],
        ExcludedAddresses = [],
        VirtualRoutes = [],
        VirtualRules = [],
        TrackedInterfaces = [],
        TrackedHealth = [],
    };
}
