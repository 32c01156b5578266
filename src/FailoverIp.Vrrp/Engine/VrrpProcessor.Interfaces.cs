using System.Buffers.Binary;

namespace FailoverIp.Vrrp;

public sealed partial class VrrpProcessor
{
    /// <summary>An interface exists, or something about it has changed: up or down, its address, its name.</summary>
    public void OnInterface(InterfaceStatus status, long now)
    {
        ArgumentNullException.ThrowIfNull(status);
        if (_interfaces.Values.FirstOrDefault(i => i.Index == status.Index) is { } renamed && !string.Equals(renamed.Name, status.Name, StringComparison.Ordinal))
            Forget(renamed, now);

        var wasKnown = _interfaces.TryGetValue(status.Name, out var before);
        if (wasKnown && before!.Index != status.Index)
            _ports.Remove(before.Index);
        _interfaces[status.Name] = status;
        foreach (var router in _routers)
        {
            if (string.Equals(router.Options.Interface, status.Name, StringComparison.Ordinal))
                Attach(router, status, now);
            if (router.Election.State == VrrpState.Active && (!wasKnown || (status.IsUp && !before!.IsUp) || before!.Index != status.Index))
                RestoreAddresses(router, status, now);
        }
    }

    /// <summary>An interface is gone.</summary>
    public void OnInterfaceRemoved(int interfaceIndex, long now)
    {
        if (_interfaces.Values.FirstOrDefault(i => i.Index == interfaceIndex) is { } gone)
            Forget(gone, now);
    }

    private void Forget(InterfaceStatus known, long now)
    {
        _interfaces.Remove(known.Name);
        _ports.Remove(known.Index);
        foreach (var router in _routers)
        {
            if (!string.Equals(router.Options.Interface, known.Name, StringComparison.Ordinal))
                continue;
            router.Interface = null;
            ReportUsability(router, now);
        }
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
                router.Adverts = AdvertBuffers.Build(router.Options, source);
                if (router.Election.State == VrrpState.Active)
                    router.SetActiveRouter((uint)local);
            }
        }
        ReportUsability(router, now);
    }

    private void ReportUsability(VirtualRouter router, long now)
    {
        if (!_started)
            return;
        var reason = UnusableReason(router);
        if (reason is null)
            Step(router, new(ElectionEventKind.InterfaceUp), now);
        else if (router.Election.State != VrrpState.Fault)
            Step(router, new(ElectionEventKind.InterfaceDown), now);
        else if (!string.Equals(router.Role.Fault, reason, StringComparison.Ordinal))
            router.Role = router.Role with { Fault = reason };
    }

    // A reinstated or returned interface holds none of the addresses that were put on it before.
    private void RestoreAddresses(VirtualRouter router, InterfaceStatus status, long now)
    {
        var restored = false;
        for (var a = 0; a < router.Addresses.Length; a++)
        {
            if (!string.Equals(router.AddressInterfaces[a], status.Name, StringComparison.Ordinal))
                continue;
            _output.AddAddress(status.Index, router.Addresses[a]);
            restored = true;
        }
        if (restored)
        {
            router.Announcements.BeginAgain(now);
            _deadlines.Update(router);
        }
    }

    private static string? UnusableReason(VirtualRouter router) => router.Interface switch
    {
        null => $"there is no interface {router.Options.Interface}; waiting for it",
        { IsUp: false } => $"interface {router.Options.Interface} is down",
        { PrimaryIPv4: null } => $"interface {router.Options.Interface} has no IPv4 address to send from",
        _ => null,
    };
}
