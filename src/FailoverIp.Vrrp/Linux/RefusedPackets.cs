using FailoverIp.Vrrp.Native;
using FailoverIp.Vrrp.Netfilter;
using FailoverIp.Vrrp.Netfilter.NoAccept;

namespace FailoverIp.Vrrp.Linux;

/// <summary>Which virtual routers are Active that do not accept packets to their addresses, and the rules in the kernel that follow from it.</summary>
internal sealed class RefusedPackets(Action<VrrpNotice> onNotice)
{
    private readonly HashSet<VirtualRouterOptions> _active = new(ReferenceEqualityComparer.Instance);
    private readonly NoAcceptTable _table = new();

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

    public void Begin(VirtualRouterOptions router)
    {
        _active.Add(router);
        Apply(router.Name);
    }

    public void End(VirtualRouterOptions router)
    {
        if (_active.Remove(router))
            Apply(router.Name);
    }

    private void Apply(string router)
    {
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
