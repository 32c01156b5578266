using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;

namespace FailoverIp.Vrrp;

public sealed partial class VrrpProcessor
{
    private ImmutableHashSet<IPAddress> _virtualAddresses;
    private ImmutableHashSet<IPAddress> _ownedAddresses;

    // The IPv6 addresses of owners that were not on their interfaces before, and those that were.
    private readonly HashSet<(int InterfaceIndex, IPAddress Address)> _brought = [];
    private readonly HashSet<(int InterfaceIndex, IPAddress Address)> _present = [];

    /// <summary>
    /// Chooses the source of adverts from the IPv4 addresses of an interface: the first that does not move with a role. Where there is no other, an address owner
    /// (priority 255) sends from the address that it owns. Null where none serves.
    /// </summary>
    public IPAddress? ChooseSource(IReadOnlyList<IPAddress> addresses) => ChooseSource(addresses, static _ => true);

    private void AddAddresses(VirtualRouter router)
    {
        router.Holdings.IsHeld = router.HasHeld = true;
        router.Holdings.ClearMissing();
        router.Holdings.NeverThere.Clear();
        router.Holdings.HasRepaired = false;
        if (_strangers.Count > 0)
            Adopt(router);
        BeginRole(router);
        for (var a = 0; a < router.Addresses.Length; a++)
        {
            if (_interfaces.TryGetValue(router.AddressInterfaces[a], out var @interface))
                AddAddress(router, a, @interface);
            else if (VirtualLink.ParentOf(router.Options, router.Addresses[a]) is not { } parent || !_interfaces.ContainsKey(parent)) // one that is being made comes by itself
                _onNotice(new(router.Options.Name, $"{router.Addresses[a]} waits: there is no interface {router.AddressInterfaces[a]}"));
        }
        AddRoutes(router, again: false);
        _output.Flush();
    }

    private void BeginRole(VirtualRouter router)
    {
        NoteLent(router);
        _output.BeginRole(router.Options, router.Parameters.LocalAddress);
    }

    // A returned interface holds none of the addresses and routes that were put on it before.
    private void RestoreAddresses(VirtualRouter router, InterfaceStatus status, long now)
    {
        for (var a = 0; a < router.Addresses.Length; a++)
        {
            if (!IsOn(router, a, status.Name))
                continue;
            AddAddress(router, a, status);
            router.Holdings.MissingAddresses[a] = false;
        }
        AddRoutes(router, again: true);
        _output.Flush();
        router.Announcements.BeginAgain(router.Options.Announcements, now);
        _deadlines.Update(router);
    }

    private void RemoveAddresses(VirtualRouter router)
    {
        RemoveRoutes(router);
        for (var a = 0; a < router.Addresses.Length; a++)
        {
            if (_interfaces.TryGetValue(router.AddressInterfaces[a], out var @interface) && MayRemove(router, a, @interface))
                _output.RemoveAddress(@interface.Index, router.Addresses[a]);
        }
        _output.Flush();
        _output.EndRole(router.Options);
        router.Holdings.IsHeld = false;
        router.Holdings.ClearMissing();
        router.Holdings.ClearProblems();
    }

    private void AddAddress(VirtualRouter router, int a, InterfaceStatus @interface)
    {
        var address = router.Addresses[a].Address;
        if (router.Parameters.IsOwner && address.AddressFamily == AddressFamily.InterNetworkV6 && !IsLent(router, address, @interface))
            _brought.Add((@interface.Index, address));
        _output.AddAddress(@interface.Index, router.Addresses[a]);
    }

    // The interface's own address, which its owner only lends to the virtual router, was there before us. Without its own IPv4 or link-local address the owner
    // could not speak; a global one may show there because we have brought it.
    private bool IsLent(VirtualRouter router, IPAddress address, InterfaceStatus @interface) => router.Parameters.IsOwner
        && (address.Equals(@interface.PrimaryIPv4)
            || _present.Contains((@interface.Index, address))
            || ((address.Equals(@interface.LinkLocalIPv6) || address.Equals(@interface.GlobalIPv6) || (address.AddressFamily == AddressFamily.InterNetworkV6 && IsSource(router, address, @interface)))
                && !_brought.Contains((@interface.Index, address))));

    // Before the role begins: who cleans up after this process must leave those.
    private void NoteLent(VirtualRouter router)
    {
        if (!router.Parameters.IsOwner)
            return;
        _output.NoteLent(router.Options, [.. router.Addresses.Where((a, i) =>
            _interfaces.TryGetValue(router.AddressInterfaces[i], out var @interface) && IsLent(router, a.Address, @interface))]);
    }

    private void NotePresent(int interfaceIndex, IPAddress address)
    {
        if (address.AddressFamily == AddressFamily.InterNetworkV6 && _ownedAddresses.Contains(address) && !_brought.Contains((interfaceIndex, address)))
            _present.Add((interfaceIndex, address));
    }

    private static bool IsSource(VirtualRouter router, IPAddress address, InterfaceStatus @interface) =>
        router.Interface?.Index == @interface.Index && address.Equals(router.Wire.Source);

    private bool MayRemove(VirtualRouter router, int address, InterfaceStatus @interface) => router.IsShared[address]
        ? MayRemove(router, router.Addresses[address], @interface)
        : !IsLent(router, router.Addresses[address].Address, @interface);

    // Two routers may carry the same excluded address; it stays while one of them is Active.
    private bool MayRemove(VirtualRouter router, VirtualAddress address, InterfaceStatus @interface)
    {
        if (IsLent(router, address.Address, @interface))
            return false;
        foreach (var other in RoutersOn(_byAddressInterface, @interface.Name))
        {
            for (var a = 0; other != router && other.Election.State == VrrpState.Active && a < other.Addresses.Length; a++)
            {
                if (IsSame(other.Addresses[a], address) && IsOn(other, a, @interface.Name))
                    return false;
            }
        }
        return true;
    }

    private void MarkSharedAddresses()
    {
        var seen = new Dictionary<(IPAddress, int, IPAddress?, string), (VirtualRouter Router, int Address)>();
        foreach (var router in _routers)
        {
            for (var a = 0; a < router.Addresses.Length; a++)
            {
                var address = router.Addresses[a];
                var key = (address.Address, address.PrefixLength, address.Peer, router.AddressInterfaces[a]);
                if (seen.TryAdd(key, (router, a)))
                    continue;
                var first = seen[key];
                first.Router.IsShared[first.Address] = router.IsShared[a] = true;
            }
        }
    }

    // As the kernel tells addresses of an interface apart.
    internal static bool IsSame(VirtualAddress a, VirtualAddress b) => a.PrefixLength == b.PrefixLength && a.Address.Equals(b.Address) && Equals(a.Peer, b.Peer);

    private static bool IsOn(VirtualRouter router, int address, string interfaceName) =>
        string.Equals(router.AddressInterfaces[address], interfaceName, StringComparison.Ordinal);
}
