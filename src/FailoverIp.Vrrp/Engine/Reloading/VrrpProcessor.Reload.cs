using System.Diagnostics.CodeAnalysis;
using System.Runtime.ExceptionServices;

namespace FailoverIp.Vrrp;

public sealed partial class VrrpProcessor
{
    // The epochs and HMAC sequences of routers that a reload has left out, or makes anew: they grow on where they come back.
    private readonly Dictionary<string, (long Epoch, ulong? Signed)> _past = new(StringComparer.Ordinal);

    /// <summary>
    /// Goes over to other options, by their difference: a virtual router whose options are the same notices nothing; one that differs in a way that others on the network
    /// need not agree to keeps its role; one that becomes another (<see cref="VirtualRouterOptions.VirtualRouterId"/>, interface, version, family, peers, source, group, virtual MAC)
    /// resigns and starts anew.
    /// </summary>
    /// <param name="options">The other options.</param>
    /// <param name="now">The time.</param>
    /// <param name="refresh">
    /// Tells an interface as it is to be seen with the other options (<see cref="WithSources"/>), asked when they count; null where the sources are the same.
    /// </param>
    /// <exception cref="VrrpException">The options are not valid; nothing has changed.</exception>
    public void Reload(VrrpEngineOptions options, long now, Func<InterfaceStatus, InterfaceStatus>? refresh = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        Demand(options);
        options = GroupTracking.Apply(options);
        FinishTakeovers(now);

        var existing = _routers.ToDictionary(r => r.Options.Name, StringComparer.Ordinal);
        var kept = new Dictionary<string, VirtualRouter>(StringComparer.Ordinal);
        var changed = new List<Change>();
        foreach (var wanted in options.Routers)
        {
            if (!existing.TryGetValue(wanted.Name, out var router) || OptionsComparison.Restarts(router.Options, wanted) is not null)
                continue;
            kept.Add(wanted.Name, router);
            if (!OptionsComparison.AreSame(router.Options, wanted))
                changed.Add(new(router, router.Options, wanted, router.Addresses, router.AddressInterfaces, router.Holdings));
        }

        var leaving = _routers.Where(r => !kept.ContainsKey(r.Options.Name)).ToList();
        var failure = Resign(leaving, TransitionReason.Reconfigured, now);
        foreach (var router in leaving)
        {
            _past[router.Options.Name] = (router.Role.Epoch, router.Wire.Authentication.LastSigned);
            SetPutBack(router, null);
            Detach(router);
        }
        RemoveLinksOf(leaving, options);
        RemoveAddressLinks(leaving, options);
        var next = options.Routers.Select(o => kept.GetValueOrDefault(o.Name) ?? Create(o)).ToList();
        var added = next.Where(r => !kept.ContainsKey(r.Options.Name)).ToList();

        foreach (var change in changed)
        {
            change.Router.Take(change.Options);
            SetPutBack(change.Router, null); // with other options it may do
        }
        Index(next, options);
        foreach (var change in changed)
            FindLinks(change.Router, now);
        foreach (var router in added)
            FindLinks(router, now);
        BeginRoles(changed);
        RemoveRoutesOf(changed);
        ReplaceAddresses(changed, now);
        AddRoutesOf(changed);
        _output.Flush();
        EndRoles(changed);
        foreach (var change in changed)
            change.Router.Wire.Take(change.Options, _wallClock.GetUtcNow());
        GoOnRepairing(changed, now);
        foreach (var (router, before, after, _, _, _) in changed)
        {
            PlanExtra(router, now);
            _deadlines.Update(router);
            // What is planned was planned with the old times, or not at all.
            if (router.Election.State != VrrpState.Active || (before.Announcements == after.Announcements && before.Strict == after.Strict))
                continue;
            router.Announcements.BeginAgain(router.Announcing, now);
            _deadlines.Update(router);
        }
        // A member that joins must not put its group into Fault for a source that was not looked for before, or for an interface that is only being made.
        foreach (var status in refresh is null ? [] : _interfaces.Values.ToArray())
            _interfaces[status.Name] = refresh!(status);
        if (_started)
            AwaitLinks(added, now);
        AttachAll(now);

        if (_started)
        {
            // Also those whose options are the same: their groups may be others.
            foreach (var router in _routers)
                Review(router, now);
            foreach (var router in added)
                BeginOrAwaitLink(router, now);
            CompleteGroups(now);
        }
        if (failure is not null)
            ExceptionDispatchInfo.Throw(failure);
    }

    private VirtualRouter Create(VirtualRouterOptions options)
    {
        var (epoch, signed) = _past.GetValueOrDefault(options.Name);
        return new(options, _wallClock.GetUtcNow(), epoch, signed);
    }

    // Everything that follows from the list of routers.
    [MemberNotNull(nameof(_virtualAddresses), nameof(_ownedAddresses), nameof(_byAdvertInterface), nameof(_byAddressInterface), nameof(_byLink), nameof(_byAddressLink), nameof(_byTracker))]
    private void Index(IReadOnlyList<VirtualRouter> routers, VrrpEngineOptions options)
    {
        _routers = [.. routers];
        _deadlines.Clear();
        foreach (var router in _routers)
            _deadlines.Add(router);
        _byAdvertInterface = ByName(r => r.Wire.LinkName is { } link ? [r.Options.Interface, link] : [r.Options.Interface]);
        _byAddressInterface = ByName(r => r.AddressInterfaces.Concat(r.Holdings.RouteInterfaces.SelectMany(n => n).OfType<string>()));
        _byLink = ByName(r => r.Links.Select(l => l.Name));
        _byAddressLink = ByName(r => r.AddressLinks.SelectMany(l => new[] { l.Parent, l.Link.Name }));
        _byTracker = ByName(r => r.Options.TrackedHealth.Select(t => t.Name));
        _virtualAddresses = AddressesOf(_routers);
        _ownedAddresses = AddressesOf(_routers.Where(r => r.Options.Priority == ElectionParameters.OwnerPriority));
        MarkSharedAddresses();
        FormGroups(options);
        FormAnnouncementGroups(options);
    }

    // After their priority 0, and before another is made: the kernel lets no two macvlans of an interface have one MAC address.
    private void RemoveLinksOf(List<VirtualRouter> leaving, VrrpEngineOptions options)
    {
        foreach (var router in leaving.Where(r => r.Wire.LinkName is not null))
        {
            var link = VirtualLink.Of(router.Options);
            if (!options.Routers.Any(o => o.VirtualMac is not null && o.Interface == router.Options.Interface && VirtualLink.Of(o) == link))
            {
                _output.RemoveLink(link.Name);
                Drop(link.Name);
            }
        }
    }

    // An interface that was removed just now: another may be made by its name before the kernel has told, and no socket can be opened on what is gone.
    private void Drop(string name)
    {
        if (!_interfaces.Remove(name, out var known))
            return;
        _namesByIndex.Remove(known.Index);
        _ports.Remove((known.Index, false));
        _ports.Remove((known.Index, true));
        RemoveLinks(name);
    }

    private void GoOnRepairing(List<Change> changes, long now)
    {
        foreach (var router in changes.Select(c => c.Router).Where(r => r.Election.State == VrrpState.Active && r.Holdings.IsMissingAny))
        {
            router.Repair.Ask(now);
            _deadlines.Update(router);
        }
    }

    // A router that has its interface already notices nothing.
    private void AttachAll(long now)
    {
        foreach (var router in _routers)
        {
            if (_interfaces.TryGetValue(router.Options.Interface, out var status))
                Attach(router, status, now);
            if (router.Wire.LinkName is { } name && _interfaces.TryGetValue(name, out var link))
                Attach(router, link, now);
            MakeAddressLinks(router);
        }
    }

    // First everything that goes, then everything that comes: an address may move from one router to another.
    private void ReplaceAddresses(List<Change> changes, long now)
    {
        foreach (var (router, _, _, addresses, interfaces, _) in changes)
        {
            for (var a = 0; a < addresses.Length; a++)
            {
                if (router.Election.State != VrrpState.Active || IndexOf(router.Addresses, router.AddressInterfaces, addresses[a], interfaces[a]) >= 0)
                    continue;
                if (_interfaces.TryGetValue(interfaces[a], out var @interface) && MayRemove(router, addresses[a], @interface))
                    _output.RemoveAddress(@interface.Index, addresses[a]);
            }
        }
        foreach (var (router, _, _, addresses, interfaces, _) in changes)
        {
            for (var a = 0; a < router.Addresses.Length; a++)
            {
                if (router.Election.State != VrrpState.Active || IndexOf(addresses, interfaces, router.Addresses[a], router.AddressInterfaces[a]) >= 0)
                    continue;
                if (!_interfaces.TryGetValue(router.AddressInterfaces[a], out var @interface))
                    continue;
                AddAddress(router, a, @interface);
                for (var i = 0; i < router.Options.Announcements.Repeat; i++)
                    _output.Announce(@interface, router.Addresses[a]);
            }
        }
    }

    // The role goes on under the new options: it begins before anything is added, and the one under the old options ends when they have nothing left.
    private void BeginRoles(List<Change> changes)
    {
        foreach (var change in changes.Where(c => c.Holdings.IsHeld))
            BeginRole(change.Router);
    }

    private void EndRoles(List<Change> changes)
    {
        foreach (var change in changes.Where(c => c.Holdings.IsHeld))
            _output.EndRole(change.Before);
    }

    private void RemoveRoutesOf(List<Change> changes)
    {
        foreach (var (router, _, _, _, _, before) in changes.Where(c => c.Holdings.IsHeld))
        {
            foreach (var rule in before.Rules.Where(r => !router.Holdings.Rules.Contains(r)))
            {
                if (!IsHeldByAnother(router, other => other.Rules.Contains(rule)))
                    _output.RemoveRule(rule);
            }
            for (var r = 0; r < before.Routes.Length; r++)
            {
                var route = before.Routes[r];
                if (Resolve(before, r) is null && !router.Holdings.Routes.Any(o => OptionsComparison.AreSame(o, route)) && !IsHeldByAnother(router, route))
                    _output.RemoveRoute(route, before.Indexes[r]);
            }
        }
    }

    private void AddRoutesOf(List<Change> changes)
    {
        foreach (var (router, _, _, _, _, before) in changes.Where(c => c.Holdings.IsHeld))
        {
            for (var r = 0; r < router.Holdings.Routes.Length; r++)
            {
                if (!before.Routes.Any(o => OptionsComparison.AreSame(o, router.Holdings.Routes[r])))
                    AddRoute(router, r, again: false);
            }
            foreach (var rule in router.Holdings.Rules.Where(r => !before.Rules.Contains(r)))
                _output.AddRule(rule);
        }
    }

    private static int IndexOf(VirtualAddress[] addresses, string[] interfaces, VirtualAddress address, string @interface)
    {
        for (var i = 0; i < addresses.Length; i++)
        {
            if (addresses[i] == address && string.Equals(interfaces[i], @interface, StringComparison.Ordinal))
                return i;
        }
        return -1;
    }

    private sealed record Change(
        VirtualRouter Router, VirtualRouterOptions Before, VirtualRouterOptions Options, VirtualAddress[] Addresses, string[] Interfaces, RouterHoldings Holdings);
}
