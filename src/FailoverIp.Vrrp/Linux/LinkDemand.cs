namespace FailoverIp.Vrrp.Linux;

/// <summary>What the interfaces of virtual routers ask of this kernel.</summary>
internal static class LinkDemand
{
    /// <summary>Finds out whether they can be made, before anything is touched: a router whose interface cannot be made would wait in Fault for ever.</summary>
    /// <param name="options">The virtual routers.</param>
    /// <param name="isSupported">Whether this kernel knows a kind.</param>
    /// <exception cref="VrrpException">One cannot; it names the option.</exception>
    public static void Check(VrrpEngineOptions options, Func<VirtualLinkKind, bool> isSupported)
    {
        foreach (var router in options.Routers)
        {
            if (router.VirtualMac is { } mac)
                Demand(router, nameof(router.VirtualMac), mac.Kind, isSupported);
            if (VirtualLink.ForAddresses(router).Count > 0)
                Demand(router, router.VirtualAddresses.Any(a => a.OnVirtualMac) ? nameof(router.VirtualAddresses) : nameof(router.ExcludedAddresses), VirtualLinkKind.Macvlan, isSupported);
        }
    }

    private static void Demand(VirtualRouterOptions router, string option, VirtualLinkKind kind, Func<VirtualLinkKind, bool> isSupported)
    {
        if (isSupported(kind))
            return;
        var problem = $"this kernel has no {kind.ToString().ToLowerInvariant()} (its module is missing, or not built)";
        throw new VrrpException($"{router.Name}: {option}: {problem}") { Problem = new(option, problem) { Router = router.Name } };
    }
}
