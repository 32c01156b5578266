namespace FailoverIp.Vrrp;

/// <summary>The virtual routers of one interface and family, by their identifier: finding one costs an index.</summary>
internal sealed class InterfacePort
{
    private readonly VirtualRouter?[] _byId = new VirtualRouter?[256];

    /// <summary>The router that packets without a readable identifier are counted on.</summary>
    public VirtualRouter? First { get; private set; }

    public VirtualRouter? this[byte virtualRouterId] => _byId[virtualRouterId];

    public void Set(VirtualRouter router)
    {
        _byId[router.Options.VirtualRouterId] = router;
        First ??= router;
    }
}
