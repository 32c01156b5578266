using FailoverIp.Vrrp.Native;
using FailoverIp.Vrrp.Netfilter;
using FailoverIp.Vrrp.Netfilter.NoAccept;

namespace FailoverIp.Vrrp.Linux;

/// <summary>Which virtual routers are Active that do not accept packets to their addresses, and the rules in the kernel that follow from it.</summary>
/// <param name="table">The name of the table, <see cref="NoAcceptTable.NameFor"/>.</param>
/// <param name="onNotice">Hears what does not work.</param>
internal sealed class RefusedPackets(string table, Action<VrrpNotice> onNotice)
{
    private readonly HashSet<VirtualRouterOptions> _active = new(ReferenceEqualityComparer.Instance);
    private readonly NoAcceptTable _table = new(table);
    private string? _changed; // the name of a router that has

    /// <summary>Whether a virtual router wants it: an owner accepts in any case (RFC 9568 section 6.1).</summary>
    public static bool Concerns(VirtualRouterOptions router) => !router.Accept && router.Priority != ElectionParameters.OwnerPriority;

    /// <summary>Finds out whether this kernel can do it.</summary>
    /// <exception cref="VrrpException">It cannot; one line.</exception>
    public void Demand(VirtualRouterOptions router)
    {
        if (_active.Count > 0)
            return; // it does it
        try
        {
            _table.Demand();
        }
        catch (NetfilterException e)
        {
            throw new VrrpException($"{router.Name}: {nameof(router.Accept)}: {e.Message}", e);
        }
    }

    /// <summary>With the next <see cref="Apply"/> its packets are dropped.</summary>
    public void Begin(VirtualRouterOptions router) => _changed = _active.Add(router) ? router.Name : _changed;

    /// <summary>With the next <see cref="Apply"/> they are not dropped any more.</summary>
    public void End(VirtualRouterOptions router) => _changed = _active.Remove(router) ? router.Name : _changed;

    /// <summary>Brings the rules up to date where something has changed, in one transaction.</summary>
    public void Apply()
    {
        if (_changed is not { } router)
            return;
        _changed = null;
        try
        {
            _table.Apply([.. _active.SelectMany(Refused)]);
        }
        catch (NetfilterException e)
        {
            onNotice(new(router, e.Message));
        }
    }

    private static IEnumerable<RefusedAddress> Refused(VirtualRouterOptions router) =>
        router.VirtualAddresses.Concat(router.ExcludedAddresses).Select(a =>
            new RefusedAddress(a.Address, a.Address.IsIPv6LinkLocal ? (int)Libc.InterfaceIndex(a.Interface ?? router.AddressInterface) : 0));
}
