using System.Buffers.Binary;
using System.Collections.Frozen;

namespace FailoverIp.Vrrp;

public sealed partial class VrrpProcessor
{
    private FrozenDictionary<string, VirtualRouter[]> _byAdvertInterface;
    private FrozenDictionary<string, VirtualRouter[]> _byAddressInterface;
    private readonly Dictionary<int, InterfacePort> _ports = [];
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
        _ports.Remove(known.Index);
        RemoveLinks(name);
        foreach (var router in advertisers)
        {
            router.Interface = null;
            Review(router, now);
        }
        ReviewTrackers(name, now);
    }

    private void Attach(VirtualRouter router, InterfaceStatus status, long now)
    {
        router.Interface = status;
        if (!_ports.TryGetValue(status.Index, out var port))
            _ports[status.Index] = port = new();
        port.Set(router);

        if (status.PrimaryIPv4 is { } source)
        {
            Span<byte> bytes = stackalloc byte[4];
            source.TryWriteBytes(bytes, out _);
            UInt128 local = BinaryPrimitives.ReadUInt32BigEndian(bytes);
            if (router.Adverts is null || router.Parameters.LocalAddress != local)
            {
                router.Parameters = router.Parameters with { LocalAddress = local };
                BuildAdverts(router, source);
                if (router.Election.State == VrrpState.Active)
                    router.ActiveRouter = (uint)local;
            }
        }
        Review(router, now);
    }

    private static string? UnusableReason(VirtualRouter router) => router.Interface switch
    {
        null => $"there is no interface {router.Options.Interface}; waiting for it",
        _ when IsLinkDown(router) is { } down => down,
        { PrimaryIPv4: null } => $"interface {router.Options.Interface} has no IPv4 address to send from",
        { Problem: { } problem } => problem,
        _ => null,
    };

    private static VirtualRouter[] RoutersOn(FrozenDictionary<string, VirtualRouter[]> index, string name) => index.TryGetValue(name, out var routers) ? routers : [];
}
