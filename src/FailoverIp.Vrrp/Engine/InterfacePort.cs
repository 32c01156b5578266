namespace FailoverIp.Vrrp;

/// <summary>The virtual routers of one interface and family, by their identifier: finding one costs an index.</summary>
internal sealed class InterfacePort
{
    private readonly VirtualRouter?[] _byId = new VirtualRouter?[256];

    /// <summary>The router that packets without a readable identifier are counted on.</summary>
    public VirtualRouter? First { get; private set; }

    /// <summary>
    /// The router that a packet is for. Several may have one identifier, with groups or peers of their own; where it is for none of them, it is counted on
    /// the first.
    /// </summary>
    public VirtualRouter? Find(byte virtualRouterId, in VrrpPacketContext context)
    {
        var first = _byId[virtualRouterId];
        if (first?.Wire.Next is null)
            return first;
        for (var router = first; router is not null; router = router.Wire.Next)
        {
            if (router.Wire.IsFor(in context))
                return router;
        }
        return first;
    }

    /// <summary>Adds a router; does nothing where it is there.</summary>
    public void Add(VirtualRouter router)
    {
        ref var first = ref _byId[router.Options.VirtualRouterId];
        for (var other = first; other is not null; other = other.Wire.Next)
        {
            if (other == router)
                return;
        }
        (router.Wire.Next, first) = (first, router);
        First ??= router;
    }

    /// <summary>Takes a router out; does nothing where it is not there.</summary>
    public void Remove(VirtualRouter router)
    {
        ref var first = ref _byId[router.Options.VirtualRouterId];
        if (first == router)
            first = router.Wire.Next;
        for (var other = first; other is not null; other = other.Wire.Next)
        {
            if (other.Wire.Next == router)
                other.Wire.Next = router.Wire.Next;
        }
        router.Wire.Next = null;
        if (First == router)
            First = Array.Find(_byId, r => r is not null);
    }
}
