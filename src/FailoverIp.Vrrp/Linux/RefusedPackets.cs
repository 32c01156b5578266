using FailoverIp.Vrrp.Native;
using FailoverIp.Vrrp.Netfilter;
using FailoverIp.Vrrp.Netfilter.NoAccept;

namespace FailoverIp.Vrrp.Linux;

/// <summary>Which virtual routers are Active that do not accept packets to their addresses, and the rules in the kernel that follow from it.</summary>
/// <param name="table">The name of the table, <see cref="NoAcceptTable.NameFor"/>.</param>
/// <param name="onNotice">Hears what does not work.</param>
internal sealed class RefusedPackets(string table, Action<VrrpNotice> onNotice) : IDisposable
{
    private const long Pause = 1_000_000_000;
    private readonly RefusedAddresses _addresses = new(static name => (int)Libc.InterfaceIndex(name));
    private readonly NoAcceptTable _table = new(table);
    private TableClaim? _claim;
    private long _notBefore;
    private bool _hasFailed;

    /// <summary>Whether a virtual router wants it: an owner accepts in any case (RFC 9568 section 6.1).</summary>
    public static bool Concerns(VirtualRouterOptions router) => !router.Accept && router.Priority != ElectionParameters.OwnerPriority;

    /// <summary>Finds out whether this kernel can do it.</summary>
    /// <exception cref="VrrpException">It cannot; one line.</exception>
    public void Demand(VirtualRouterOptions router)
    {
        if (!_addresses.IsEmpty)
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
    public void Begin(VirtualRouterOptions router) => _addresses.Begin(router);

    /// <summary>With the next <see cref="Apply"/> they are not dropped any more.</summary>
    public void End(VirtualRouterOptions router) => _addresses.End(router);

    /// <inheritdoc cref="RefusedAddresses.OnInterface"/>
    public void OnInterface(InterfaceStatus status) => _addresses.OnInterface(status.Name, status.Index);

    /// <inheritdoc cref="RefusedAddresses.OnInterfaceRemoved"/>
    public void OnInterfaceRemoved(int interfaceIndex) => _addresses.OnInterfaceRemoved(interfaceIndex);

    /// <summary>Removes what runs that were killed have left, and claims the table of this one.</summary>
    public void Claim()
    {
        try
        {
            NoAcceptTable.RemoveLeft();
        }
        catch (NetfilterException e)
        {
            onNotice(new("", $"rules that an earlier run has left could not be removed: {e.Message}"));
        }
        _claim ??= TableClaim.Try(table);
    }

    /// <summary>Brings the rules up to date where something has changed, in one transaction; where that fails, again after a while.</summary>
    /// <param name="atOnce">Not only after a while: it is the last time.</param>
    public void Apply(bool atOnce = false)
    {
        if (_addresses.Changed is not { } router || (_hasFailed && !atOnce && MonotonicTimer.Now < _notBefore))
            return;
        try
        {
            _table.Apply(_addresses.Take());
            _addresses.Accept();
            _hasFailed = false;
        }
        catch (NetfilterException e)
        {
            _notBefore = MonotonicTimer.Now + Pause;
            if (!_hasFailed)
                onNotice(new(router, e.Message));
            _hasFailed = true;
        }
    }

    /// <summary>Gives the claim back: the table is gone.</summary>
    public void Dispose() => _claim?.Dispose();
}
