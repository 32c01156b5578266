using System.Globalization;
using System.Net;

namespace FailoverIp.Vrrp;

public sealed partial class VrrpProcessor
{
    private const long StrangerPause = 1_000_000_000; // that a notification is late by, of what is gone again already
    private readonly List<PendingRemoval> _removals = [];
    private readonly List<Stranger> _strangers = [];
    private long _removalsDue = ElectionState.NoDeadline;
    private bool _leftHasChanged;

    /// <summary>True while something is in the kernel that was to be removed, or may be. After <see cref="Stop"/> too: <see cref="OnTime"/> goes on with it.</summary>
    public bool HasRemovals => _removals.Count > 0;

    /// <summary>
    /// The kernel has not removed an address, a route or a rule, or it is not known whether it has. It is asked again until it is gone: a virtual address must not
    /// stay on a router that is not Active.
    /// </summary>
    /// <param name="subject">The address, route or rule.</param>
    /// <param name="interfaceIndex">The interface of an address; 0 for a route or a rule.</param>
    /// <param name="reason">Why the kernel has refused, one line; null where the request, or its answer, was lost.</param>
    /// <param name="now">The time.</param>
    public void OnNotRemoved(object subject, int interfaceIndex, string? reason, long now)
    {
        ArgumentNullException.ThrowIfNull(subject);
        var removal = _removals.Find(r => r.Is(subject, interfaceIndex));
        if (removal is null)
        {
            if (IsWanted(subject, interfaceIndex))
                return;
            _removals.Add(removal = new(subject, interfaceIndex, OwnerOf(subject, interfaceIndex)));
            _leftHasChanged = true;
        }
        removal.Fail(now, isRefused: reason is not null);
        if (reason is not null && removal.Problem is null)
        {
            removal.Problem = $"{Name(removal)} could not be removed: {reason}";
            _onNotice(new(removal.Router, removal.Problem + "; that is tried until it is gone"));
            ShowProblems(removal.Router);
        }
        PlanRemovals();
    }

    /// <summary>
    /// Tells the output of all that <see cref="HasRemovals"/> is about, where that has changed. <see cref="OnTime"/> does so too; whoever waits before that calls it: the output
    /// writes a file for it, once for thousands.
    /// </summary>
    internal void TellLeft()
    {
        if (!_leftHasChanged)
            return;
        _leftHasChanged = false;
        _output.NoteLeft([.. _removals.Select(r => new KernelLeftover(
            r.Router, r.Subject is VirtualAddress address ? address with { Interface = InterfaceName(r.InterfaceIndex) } : r.Subject))]);
    }

    /// <summary>
    /// An address is on an interface, or may have been there before. Where it belongs to a router that is not Active, it is removed if this node has put it there;
    /// the address of another program is told of and left.
    /// </summary>
    /// <param name="interfaceIndex">The interface.</param>
    /// <param name="address">The address.</param>
    /// <param name="prefixLength">The length of its prefix.</param>
    /// <param name="byUs">Whether this node has put it there; null where that is not known, because notifications were lost.</param>
    /// <param name="now">The time.</param>
    public void OnAddressAdded(int interfaceIndex, IPAddress address, int prefixLength, bool? byUs, long now)
    {
        if (byUs != true)
            NotePresent(interfaceIndex, address);
        if (!_started || !_virtualAddresses.Contains(address) || FindIdle(interfaceIndex, address, prefixLength) is not { } found)
            return;
        if (_strangers.Exists(s => s.InterfaceIndex == interfaceIndex && s.PrefixLength == prefixLength && s.Address.Equals(address)))
            return;
        if (byUs ?? found.Router.HasHeld)
            OnNotRemoved(found.Router.Addresses[found.Index], interfaceIndex, null, now);
        else
            _strangers.Add(new(interfaceIndex, address, prefixLength, now + StrangerPause));
        PlanRemovals();
    }

    // Of a router that is not Active, while no other one that is has the same address there, and none lends it.
    private (VirtualRouter Router, int Index)? FindIdle(int interfaceIndex, IPAddress address, int prefixLength)
    {
        if (!_namesByIndex.TryGetValue(interfaceIndex, out var name))
            return null;
        (VirtualRouter, int)? found = null;
        var routers = RoutersOn(_byAddressInterface, name);
        if (Array.TrueForAll(routers, r => r.Election.State == VrrpState.Active))
            return null; // a takeover brings many
        foreach (var router in routers)
        {
            for (var a = 0; a < router.Addresses.Length; a++)
            {
                if (router.Addresses[a].PrefixLength != prefixLength || !router.Addresses[a].Address.Equals(address) || !IsOn(router, a, name))
                    continue;
                if (router.Election.State == VrrpState.Active || IsLent(router, address, _interfaces[name]))
                    return null;
                found ??= (router, a);
            }
        }
        return found;
    }

    private void OnAddressGone(int interfaceIndex, IPAddress address, int prefixLength)
    {
        if (_strangers.Find(s => s.InterfaceIndex == interfaceIndex && s.PrefixLength == prefixLength && s.Address.Equals(address)) is { } stranger)
            Forget(stranger);
        foreach (var removal in _removals.Where(r => r.InterfaceIndex == interfaceIndex && r.Subject is VirtualAddress a && a.PrefixLength == prefixLength && a.Address.Equals(address)).ToArray())
            Finish(removal, isGone: true);
    }

    private void OnInterfaceGone(int interfaceIndex)
    {
        _present.RemoveWhere(p => p.InterfaceIndex == interfaceIndex);
        foreach (var stranger in _strangers.Where(s => s.InterfaceIndex == interfaceIndex).ToArray())
            Forget(stranger);
        foreach (var removal in _removals.Where(r => r.Subject is VirtualAddress && r.InterfaceIndex == interfaceIndex).ToArray())
            Finish(removal, isGone: true);
    }

    private void RepeatRemovals(long now)
    {
        var hasAsked = false;
        foreach (var removal in _removals.Where(r => r.Due <= now).ToArray())
        {
            // Meanwhile a role may have begun that has it, or its interface may be gone.
            if (IsWanted(removal.Subject, removal.InterfaceIndex) || !CanBeThere(removal))
                Finish(removal, isGone: false);
            else if (removal.IsAsked)
                Finish(removal, isGone: true);
            else
            {
                Remove(removal);
                removal.Ask(now);
                hasAsked = true;
            }
        }
        foreach (var stranger in _strangers.Where(s => s.Notice is null && s.Due <= now).ToArray())
            Tell(stranger);
        PlanRemovals();
        if (hasAsked)
            _output.Flush();
    }

    private void Remove(PendingRemoval removal)
    {
        switch (removal.Subject)
        {
            case VirtualAddress address:
                _output.RemoveAddress(removal.InterfaceIndex, address);
                break;
            case VirtualRoute route when IndexesOf(route) is { } indexes:
                _output.RemoveRoute(route, indexes);
                break;
            case VirtualRule rule:
                _output.RemoveRule(rule);
                break;
        }
    }

    // A route goes with its interface, without a word; so does an address.
    private bool CanBeThere(PendingRemoval removal) => removal.Subject switch
    {
        VirtualAddress => _namesByIndex.ContainsKey(removal.InterfaceIndex),
        VirtualRoute route => IndexesOf(route) is not null,
        _ => true,
    };

    private int[]? IndexesOf(VirtualRoute route)
    {
        string?[] names = RouterHoldings.NamesOf(route);
        var indexes = new int[names.Length];
        for (var i = 0; i < names.Length; i++)
        {
            if (names[i] is not { } name)
                continue;
            if (!_interfaces.TryGetValue(name, out var status))
                return null;
            indexes[i] = status.Index;
        }
        return indexes;
    }

    private bool IsWanted(object subject, int interfaceIndex) => subject switch
    {
        VirtualAddress address => _namesByIndex.TryGetValue(interfaceIndex, out var name) && Array.Exists(RoutersOn(_byAddressInterface, name),
            r => Enumerable.Range(0, r.Addresses.Length).Any(a => IsSame(r.Addresses[a], address) && IsOn(r, a, name)
                && (r.Election.State == VrrpState.Active || IsLent(r, address.Address, _interfaces[name])))),
        VirtualRoute route => _routers.Any(r => r.Election.State == VrrpState.Active && r.Holdings.Routes.Any(o => OptionsComparison.AreSame(o, route))),
        VirtualRule rule => _routers.Any(r => r.Election.State == VrrpState.Active && r.Holdings.Rules.Contains(rule)),
        _ => true,
    };

    private string OwnerOf(object subject, int interfaceIndex) => _routers.FirstOrDefault(router => subject switch
    {
        VirtualAddress address => _namesByIndex.TryGetValue(interfaceIndex, out var name)
            && Enumerable.Range(0, router.Addresses.Length).Any(a => IsSame(router.Addresses[a], address) && IsOn(router, a, name)),
        VirtualRoute route => router.Holdings.Routes.Any(o => OptionsComparison.AreSame(o, route)),
        VirtualRule rule => router.Holdings.Rules.Contains(rule),
        _ => false,
    })?.Options.Name ?? "";

    private string Name(PendingRemoval removal) => removal.Subject switch
    {
        VirtualAddress address => $"{address} on {InterfaceName(removal.InterfaceIndex)}",
        VirtualRoute route => $"route {route}",
        var rule => $"rule {rule}",
    };

    private string InterfaceName(int index) => _namesByIndex.TryGetValue(index, out var name) ? name : string.Create(CultureInfo.InvariantCulture, $"interface {index}");

    private void Tell(Stranger stranger)
    {
        if (FindIdle(stranger.InterfaceIndex, stranger.Address, stranger.PrefixLength) is not { } found)
        {
            Forget(stranger); // it is ours by now
            return;
        }
        var router = found.Router.Options.Name;
        var notice = new VrrpNotice(router,
            $"{found.Router.Addresses[found.Index]} is on {InterfaceName(stranger.InterfaceIndex)} although this router is not Active: another program has put it there, and it is left alone");
        _strangers[_strangers.IndexOf(stranger)] = stranger with { Notice = notice };
        _onNotice(notice);
        ShowProblems(router);
    }

    // A role that begins puts all of its addresses there: from now on they are this node's.
    private void Adopt(VirtualRouter router)
    {
        foreach (var stranger in _strangers.ToArray())
        {
            if (Array.Exists(router.Addresses, a => a.PrefixLength == stranger.PrefixLength && a.Address.Equals(stranger.Address)))
                Forget(stranger);
        }
    }

    private void Forget(Stranger stranger)
    {
        _strangers.Remove(stranger);
        if (stranger.Notice is { } notice)
            ShowProblems(notice.Router);
        PlanRemovals();
    }

    private void Finish(PendingRemoval removal, bool isGone)
    {
        _removals.Remove(removal);
        if (removal.Problem is not null)
        {
            if (isGone)
                _onNotice(new(removal.Router, $"{Name(removal)} is gone at last"));
            ShowProblems(removal.Router);
        }
        _leftHasChanged = true;
        PlanRemovals();
    }

    private void PlanRemovals()
    {
        _removalsDue = ElectionState.NoDeadline;
        foreach (var removal in _removals)
            _removalsDue = Math.Min(_removalsDue, removal.Due);
        foreach (var stranger in _strangers)
            _removalsDue = stranger.Notice is null ? Math.Min(_removalsDue, stranger.Due) : _removalsDue;
    }

    private void ShowProblems(string router)
    {
        if (_routers.FirstOrDefault(r => string.Equals(r.Options.Name, router, StringComparison.Ordinal)) is { } shown)
        {
            shown.Lingering = [
                .. _removals.Where(r => string.Equals(r.Router, router, StringComparison.Ordinal)).Select(r => r.Problem).OfType<string>(),
                .. _strangers.Where(s => s.Notice is { } n && string.Equals(n.Router, router, StringComparison.Ordinal)).Select(s => s.Notice!.Value.Message)];
        }
    }
}
