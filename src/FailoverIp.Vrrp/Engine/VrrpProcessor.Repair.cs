using System.Net;

namespace FailoverIp.Vrrp;

public sealed partial class VrrpProcessor
{
    /// <summary>
    /// An address has gone from an interface. Where an Active router holds it there, somebody else took it off (or the kernel, together with the
    /// primary address of its subnet): it is put back, at once and then with growing pauses.
    /// </summary>
    public void OnAddressRemoved(int interfaceIndex, IPAddress address, int prefixLength, long now)
    {
        if (_present.Count > 0)
            _present.Remove((interfaceIndex, address));
        if (_removals.Count > 0 || _strangers.Count > 0)
            OnAddressGone(interfaceIndex, address, prefixLength);
        if (!_namesByIndex.TryGetValue(interfaceIndex, out var name) || !_byAddressInterface.TryGetValue(name, out var routers))
            return;
        foreach (var router in routers)
        {
            for (var a = 0; router.Election.State == VrrpState.Active && a < router.Addresses.Length; a++)
            {
                if (router.Addresses[a].Track && router.Addresses[a].PrefixLength == prefixLength && router.Addresses[a].Address.Equals(address) && IsOn(router, a, name))
                    Miss(router, router.Holdings.MissingAddresses, a, router.Addresses[a], $"was taken off {name}", now);
            }
        }
    }

    /// <summary>A route has gone, by other hands than ours. Where an Active router holds it, it is put back.</summary>
    public void OnRouteRemoved(RouteKey route, long now)
    {
        foreach (var router in _routers)
        {
            for (var r = 0; router.Election.State == VrrpState.Active && r < router.Holdings.Routes.Length; r++)
            {
                if (router.Holdings.Routes[r].Track && route.Is(router.Holdings.Routes[r]))
                    Miss(router, router.Holdings.MissingRoutes, r, router.Holdings.Routes[r], "was removed", now);
            }
        }
    }

    /// <summary>A policy rule has gone, by other hands than ours. Where an Active router holds it, it is put back.</summary>
    public void OnRuleRemoved(RuleKey rule, long now)
    {
        foreach (var router in _routers)
        {
            for (var r = 0; router.Election.State == VrrpState.Active && r < router.Holdings.Rules.Length; r++)
            {
                if (router.Holdings.Rules[r].Track && rule.Is(router.Holdings.Rules[r]))
                    Miss(router, router.Holdings.MissingRules, r, router.Holdings.Rules[r], "was removed", now);
            }
        }
    }

    /// <summary>Notifications were lost: whatever an Active router holds may be missing, and is put back.</summary>
    public void OnNotificationsLost(long now)
    {
        foreach (var router in _routers)
        {
            if (router.PutBack is { Probe: { } probe })
                IsProbe(router, probe, now); // its answer may be among them
            if (router.Election.State != VrrpState.Active)
                continue;
            router.Holdings.MarkAllMissing();
            router.Repair.Ask(now);
            _deadlines.Update(router);
        }
    }

    /// <summary>The kernel has found an address on another machine too (IPv6 duplicate address detection): it does not use it.</summary>
    public void OnDuplicateAddress(int interfaceIndex, IPAddress address)
    {
        if (!_namesByIndex.TryGetValue(interfaceIndex, out var name) || !_byAddressInterface.TryGetValue(name, out var routers))
            return;
        foreach (var router in routers)
        {
            for (var a = 0; router.Holdings.IsHeld && a < router.Addresses.Length; a++)
            {
                if (router.Addresses[a].Address.Equals(address) && IsOn(router, a, name))
                    Problem(router, $"{router.Addresses[a]} on {name} is on another machine too (duplicate address detection): the kernel does not use it");
            }
        }
    }

    /// <summary>
    /// The kernel has refused an address, a route or a rule (one of the options' own objects): that is told, and tried again while the router is Active. A tracked route or
    /// rule that was there and cannot be put back is a Fault.
    /// </summary>
    /// <param name="subject">The address, route or rule.</param>
    /// <param name="reason">What could not be done and why, one line.</param>
    /// <param name="now">The time.</param>
    /// <param name="isOccupied">Whether another route is in its place: that is told, and no Fault.</param>
    public void OnRefused(object subject, string reason, long now, bool isOccupied = false)
    {
        foreach (var router in _routers)
        {
            if (IsProbe(router, subject, now))
                return;
            if (!router.Holdings.IsHeld || !MarkMissing(router, subject))
                continue;
            Problem(router, reason);
            if (!router.Holdings.HasRepaired)
                router.Holdings.NeverThere.Add(subject);
            if (router.Election.State != VrrpState.Active)
                continue;
            if (!isOccupied && subject is VirtualRoute { Track: true } or VirtualRule { Track: true } && !router.Holdings.NeverThere.Contains(subject))
            {
                FailToPutBack(router, subject, reason, now);
                continue;
            }
            router.Repair.Ask(now);
            _deadlines.Update(router);
        }
    }

    private static bool MarkMissing(VirtualRouter router, object subject)
    {
        var holdings = router.Holdings;
        var (missing, index) = subject switch
        {
            VirtualAddress => (holdings.MissingAddresses, Array.FindIndex(router.Addresses, a => ReferenceEquals(a, subject))),
            VirtualRoute route => (holdings.MissingRoutes, holdings.Routes.IndexOf(route)),
            VirtualRule rule => (holdings.MissingRules, holdings.Rules.IndexOf(rule)),
            _ => ([], -1),
        };
        if (index >= 0)
            missing[index] = true;
        return index >= 0;
    }

    private void Problem(VirtualRouter router, string problem)
    {
        if (router.Holdings.AddProblem(problem))
            _onNotice(new(router.Options.Name, problem));
    }

    private void Miss(VirtualRouter router, bool[] missing, int index, object what, string why, long now)
    {
        router.Holdings.NeverThere.Remove(what);
        missing[index] = true;
        router.Repair.Ask(now);
        _deadlines.Update(router);
        var pause = router.Repair.Due - now;
        _onNotice(new(router.Options.Name, $"{what} {why} while Active; it is put back{(pause > 0 ? $" in {(pause + 999_999_999) / 1_000_000_000} s" : "")}"));
    }

    private void RepairAddresses(VirtualRouter router, long now)
    {
        var holdings = router.Holdings;
        router.Repair.Done(now);
        _deadlines.Update(router);
        holdings.CountRepair();
        holdings.HasRepaired = true;
        holdings.RetryProblems();
        _output.BeginRole(router.Options, router.Parameters.LocalAddress);
        var announce = false;
        for (var a = 0; a < holdings.MissingAddresses.Length; a++)
        {
            if (!holdings.MissingAddresses[a] || !_interfaces.TryGetValue(router.AddressInterfaces[a], out var @interface))
                continue;
            AddAddress(router, a, @interface);
            announce = true;
        }
        // An address takes the routes along that name it as their source, and the kernel does not tell.
        for (var r = 0; r < holdings.MissingRoutes.Length; r++)
        {
            if (announce || holdings.MissingRoutes[r])
                AddRoute(router, r, again: holdings.IsUnsure || !holdings.MissingRoutes[r]);
        }
        for (var r = 0; r < holdings.MissingRules.Length; r++)
        {
            if (holdings.MissingRules[r])
                _output.AddRule(holdings.Rules[r]);
        }
        _output.Flush();
        holdings.ClearMissing();
        if (announce)
            router.Announcements.BeginAgain(router.Options.Announcements, now);
    }
}
