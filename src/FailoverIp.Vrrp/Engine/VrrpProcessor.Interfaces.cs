using System.Collections.Frozen;
using System.Net;

namespace FailoverIp.Vrrp;

public sealed partial class VrrpProcessor
{
    private readonly Dictionary<(int InterfaceIndex, bool IsIPv6), InterfacePort> _ports = [];
    private FrozenDictionary<string, VirtualRouter[]> _byAdvertInterface;
    private FrozenDictionary<string, VirtualRouter[]> _byAddressInterface;
    private readonly Dictionary<string, InterfaceStatus> _interfaces = new(StringComparer.Ordinal);
    private readonly Dictionary<int, string> _namesByIndex = [];

    /// <summary>An interface exists, or something about it has changed: up or down, its address, its name.</summary>
    public void OnInterface(InterfaceStatus status, long now)
    {
        ArgumentNullException.ThrowIfNull(status);
        if (_namesByIndex.TryGetValue(status.Index, out var name) && !string.Equals(name, status.Name, StringComparison.Ordinal))
            Forget(name, now); // renamed
        if (_interfaces.TryGetValue(status.Name, out var before) && before.Index != status.Index)
        {
            Forget(status.Name, now); // another one by the old name
            before = null;
        }

        _interfaces[status.Name] = status;
        _namesByIndex[status.Index] = status.Name;
        SetLinks(status.Name, status.IsUp, now);
        foreach (var router in RoutersOn(_byAdvertInterface, status.Name))
            Attach(router, status, now);
        MakeAddressLinks(status);
        ReviewTrackers(status.Name, now);
        if (before is { IsUp: true } || !status.IsUp)
            return;
        foreach (var router in RoutersOn(_byAddressInterface, status.Name))
        {
            if (router.Election.State == VrrpState.Active)
                RestoreAddresses(router, status, now);
        }
    }

    /// <summary>An interface is gone.</summary>
    public void OnInterfaceRemoved(int interfaceIndex, long now)
    {
        if (_namesByIndex.TryGetValue(interfaceIndex, out var name))
            Forget(name, now);
        OnInterfaceGone(interfaceIndex);
    }

    // While it is being forgotten the interface is still known by its index: a renamed one lives on, and our addresses must not stay on it.
    private void Forget(string name, long now)
    {
        var known = _interfaces[name];
        var advertisers = RoutersOn(_byAdvertInterface, name);
        if (_started)
        {
            foreach (var router in advertisers)
                Judge(router, new($"there is no interface {name}; waiting for it", TransitionReason.InterfaceDown), now);
            foreach (var router in RoutersOn(_byAddressInterface, name))
            {
                for (var a = 0; router.Election.State == VrrpState.Active && a < router.Addresses.Length; a++)
                {
                    if (IsOn(router, a, name))
                        _output.RemoveAddress(known.Index, router.Addresses[a]);
                }
            }
            _output.Flush();
        }

        _interfaces.Remove(name);
        _namesByIndex.Remove(known.Index);
        RemoveLinks(name);
        foreach (var router in advertisers)
        {
            if (string.Equals(name, router.Options.Interface, StringComparison.Ordinal))
                Detach(router);
            else
                DetachLink(router);
            Review(router, now);
        }
        _ports.Remove((known.Index, false));
        _ports.Remove((known.Index, true));
        MissAddressLink(name);
        ReviewTrackers(name, now);
    }

    private void Attach(VirtualRouter router, InterfaceStatus status, long now)
    {
        if (string.Equals(status.Name, router.Options.Interface, StringComparison.Ordinal))
            AttachBase(router, status, now);
        else
            AttachLink(router, status);
        Review(router, now);
    }

    private void AttachBase(VirtualRouter router, InterfaceStatus status, long now)
    {
        var wire = router.Wire;
        router.Interface = status;
        wire.SetMtu(status.Mtu);
        TellSurplus(router, status);
        if (wire.LinkName is not null)
            wire.LinkProblem = _output.MakeLink(status, VirtualLink.Of(router.Options));

        var source = wire.ChooseSource(status);
        var isOther = wire.SetSource(source);
        if (source is null)
            Review(router, now); // while there is still something open to resign over
        Listen(router);
        if (!isOther || source is null)
            return;
        router.Parameters = router.Parameters with { LocalAddress = VrrpPacketContext.ToNumber(source) };
        if (router.Election.State == VrrpState.Active)
            router.ActiveRouter = source;
        if (router.Holdings.IsHeld)
            _output.BeginRole(router.Options, router.Parameters.LocalAddress); // whoever resigns for a dead engine goes by it
    }

    private void TellSurplus(VirtualRouter router, InterfaceStatus status)
    {
        var (surplus, all) = (router.Wire.Surplus, router.Options.VirtualAddresses.Length);
        if (surplus > 0 && surplus != router.SurplusTold)
            _onNotice(new(router.Options.Name, $"of {all} virtual addresses only the first {all - surplus} have room in an advert over {status.Name} (MTU {status.Mtu}); the others move with the role, but are not advertised"));
        router.SurplusTold = surplus;
    }

    private void AttachLink(VirtualRouter router, InterfaceStatus status)
    {
        router.Wire.Link = status;
        Listen(router);
    }

    private void DetachLink(VirtualRouter router)
    {
        if (router.Wire.ListensOnLink)
            StopListening(router);
        router.Wire.Link = null;
        _deaf.Add(router); // it is made again with the next retry
    }

    private static string? UnusableReason(VirtualRouter router) => router.Interface switch
    {
        null => $"there is no interface {router.Options.Interface}; waiting for it",
        _ when IsLinkDown(router) is { } down => down,
        { Problem: { } problem } => problem,
        _ => UnusableReason(router.Wire, router.Options),
    };

    private static string? UnusableReason(RouterWire wire, VirtualRouterOptions options)
    {
        if (wire.Source is null)
            return options.SourceAddress is { } own ? $"the source address {own} is not on interface {options.Interface}"
                : $"interface {options.Interface} has no {(wire.IsIPv6 ? "usable IPv6" : "IPv4")} address to send from";
        if (wire.ChannelProblem is { } channel)
            return $"interface {options.Interface}: {channel}";
        if (wire.LinkProblem is { } link)
            return $"interface {wire.LinkName}: {link}";
        return wire.LinkName is null || wire.Link is { IsUp: true } ? null : $"interface {wire.LinkName} is not up";
    }

    /// <summary>
    /// Says which addresses of an interface adverts are sent from: the first of each kind that does not move with a role, and those that options name. For an
    /// address owner that has no other, the one that it owns.
    /// </summary>
    /// <param name="status">The interface.</param>
    /// <param name="addresses">Its addresses that may be used, of both families, in the kernel's order.</param>
    public InterfaceStatus WithSources(InterfaceStatus status, IReadOnlyList<IPAddress> addresses)
    {
        ArgumentNullException.ThrowIfNull(status);
        return status with
        {
            PrimaryIPv4 = ChooseSource(addresses, static a => a.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork),
            LinkLocalIPv6 = ChooseSource(addresses, static a => a.IsIPv6LinkLocal),
            GlobalIPv6 = ChooseSource(addresses, static a => a is { AddressFamily: System.Net.Sockets.AddressFamily.InterNetworkV6, IsIPv6LinkLocal: false }),
            OwnSources = [.. _routers.Select(r => r.Options.SourceAddress).OfType<IPAddress>().Distinct().Where(addresses.Contains)],
        };
    }

    private IPAddress? ChooseSource(IReadOnlyList<IPAddress> addresses, Func<IPAddress, bool> serves) =>
        addresses.FirstOrDefault(a => serves(a) && !_virtualAddresses.Contains(a)) ?? addresses.FirstOrDefault(a => serves(a) && _ownedAddresses.Contains(a));

    private static VirtualRouter[] RoutersOn(FrozenDictionary<string, VirtualRouter[]> index, string name) => index.TryGetValue(name, out var routers) ? routers : [];
}
