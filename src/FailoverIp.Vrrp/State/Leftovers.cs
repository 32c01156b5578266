using System.Net;
using FailoverIp.Vrrp.Kernel;
using FailoverIp.Vrrp.Linux;
using FailoverIp.Vrrp.Native;
using FailoverIp.Vrrp.Netfilter;
using FailoverIp.Vrrp.Netfilter.NoAccept;

namespace FailoverIp.Vrrp.State;

/// <summary>Removes from the kernel what virtual routers of a process that has died had there.</summary>
internal static class Leftovers
{
    /// <summary>Removes what is left of an earlier run, whether or not it is still configured.</summary>
    /// <param name="path">The state file.</param>
    /// <param name="onNotice">Hears what was found.</param>
    /// <param name="onNotRemoved">Hears of an address (with its interface), a route or a rule that the kernel has not removed.</param>
    /// <returns>What the file said of each virtual router.</returns>
    /// <exception cref="VrrpException">The process that wrote the file still runs.</exception>
    public static IReadOnlyList<HeldState> RemoveOf(string path, Action<VrrpNotice> onNotice, Action<object, int, string?> onNotRemoved)
    {
        try
        {
            if (!File.Exists(path))
                return [];
            if (StateFile.Read(path) is not { } content)
            {
                onNotice(new("", $"{path} is no state file of this version, or torn; it is ignored, and what an earlier run has left stays"));
                return [];
            }
            DemandNoOther(path, content);
            HeldState[] held = [.. content.Routers.Where(r => r.IsHeld)];
            RemoveLinks(content.Routers, message => onNotice(new("", message)));
            if (held.Length == 0)
                return content.Routers;
            using var kernel = new KernelRequests((subject, _, index, reason, _) =>
            {
                if (subject is not string)
                    onNotRemoved(subject, index, reason);
            });
            Remove(kernel, held);
            kernel.ReadAnswers();
            RemoveRefusals(path, held, onNotice);
            foreach (var router in held.Where(r => r.Router.Settings is null))
                onNotice(new(router.Router.Name, "an earlier run ended without cleaning up; its addresses, routes and rules were removed"));
            return content.Routers;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            onNotice(new("", $"{path} cannot be read: {e.Message}; what an earlier run has left stays"));
            return [];
        }
    }

    /// <summary>Finds out that no other process that runs notes there.</summary>
    /// <exception cref="VrrpException">One does.</exception>
    public static void DemandNoOther(string path)
    {
        try
        {
            if (StateFile.Read(path) is { } content)
                DemandNoOther(path, content);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Whoever writes it next hears of it.
        }
    }

    /// <summary>Removes rules, routes and addresses, in this order, with few sends.</summary>
    public static void Remove(KernelRequests kernel, IReadOnlyList<HeldState> routers)
    {
        foreach (var rule in routers.SelectMany(r => r.Router.Rules))
            kernel.RemoveRule(rule);
        foreach (var route in routers.SelectMany(r => r.Router.Routes))
            RemoveRoute(kernel, route);
        foreach (var router in routers)
        {
            foreach (var address in router.Router.Addresses)
            {
                if (!IsOwn(router, address.Address) && Libc.InterfaceIndex(address.Interface!) is > 0 and var index)
                    kernel.RemoveAddress((int)index, address);
            }
        }
        kernel.Flush();
        foreach (var name in routers.Where(r => r.WasPromoted).SelectMany(r => r.Router.Interfaces).Distinct(StringComparer.Ordinal))
            PromotedSecondaries.Restore(name);
    }

    /// <summary>
    /// Removes the interfaces that were made for them, where there are some: also those of routers that held nothing. Then the interfaces below get their own settings back.
    /// </summary>
    public static void RemoveLinks(IReadOnlyList<HeldState> routers, Action<string> onNotice)
    {
        try
        {
            if (routers.Any(r => r.Router.LinkName is not null || r.Router.AddressLinks is not null))
            {
                using var links = new VirtualLinks(onNotice, static _ => { });
                foreach (var router in routers.Select(r => r.Router))
                {
                    if (router.LinkName is { } name)
                        _ = links.RemoveLeft(name, router.LinkKind);
                    foreach (var above in router.AddressLinks ?? [])
                        _ = links.RemoveLeft(above, VirtualLinkKind.Macvlan);
                }
            }
        }
        catch (VrrpException e)
        {
            onNotice(e.Message);
        }
        // Only now: with the virtual MAC gone, nothing needs them.
        new VirtualLinkSysctls(onNotice, static _ => { }).Restore(routers.Where(r => r.IsHeld).SelectMany(r => r.Router.Settings ?? []));
    }

    /// <summary>Removes the rules that drop packets, where there are some.</summary>
    public static void RemoveRefusals(string path, IReadOnlyList<HeldState> routers, Action<VrrpNotice> onNotice)
    {
        if (!routers.Any(r => r.Router.RefusesPackets))
            return;
        try
        {
            new NoAcceptTable(NoAcceptTable.NameFor(path)).Apply([]);
        }
        catch (NetfilterException e)
        {
            onNotice(new("", e.Message));
        }
    }

    private static void DemandNoOther(string path, StateContent content)
    {
        if (ProcessStart.IsAnother(content))
            throw new VrrpException($"{path} belongs to process {content.ProcessId}, which still runs: another engine is at work here");
    }

    // Without one of its interfaces the kernel has removed the route already.
    private static void RemoveRoute(KernelRequests kernel, VirtualRoute route)
    {
        var index = route.Interface is { } name ? (int)Libc.InterfaceIndex(name) : 0;
        if (route.Interface is null || index > 0)
            kernel.RemoveRoute(route, [index]);
    }

    // The interface's own address, which its owner only lends to the virtual router, was there before.
    private static bool IsOwn(HeldState router, IPAddress address) => router.OwnsSource && VrrpPacketContext.ToNumber(address) == router.Source;
}
