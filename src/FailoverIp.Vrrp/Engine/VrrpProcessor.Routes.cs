namespace FailoverIp.Vrrp;

public sealed partial class VrrpProcessor
{
    // After the addresses: a route may name one of them as its source. Rules last: they lead into tables that have their routes by then.
    private void AddRoutes(VirtualRouter router, bool again)
    {
        for (var r = 0; r < router.Holdings.Routes.Length; r++)
            AddRoute(router, r, again);
        foreach (var rule in router.Holdings.Rules)
            _output.AddRule(rule);
    }

    private void AddRoute(VirtualRouter router, int r, bool again)
    {
        var route = router.Holdings.Routes[r];
        if (Resolve(router.Holdings, r) is { } missing)
            _onNotice(new(router.Options.Name, $"route {route} waits: there is no interface {missing}"));
        else
            _output.AddRoute(route, router.Holdings.Indexes[r], again || WasAddedByAnother(router, route));
    }

    private void RemoveRoutes(VirtualRouter router)
    {
        foreach (var rule in router.Holdings.Rules)
        {
            if (!IsHeldByAnother(router, other => other.Rules.Contains(rule)))
                _output.RemoveRule(rule);
        }
        for (var r = 0; r < router.Holdings.Routes.Length; r++)
        {
            var route = router.Holdings.Routes[r];
            if (Resolve(router.Holdings, r) is null && !IsHeldByAnother(router, route))
                _output.RemoveRoute(route, router.Holdings.Indexes[r]);
        }
    }

    // Two routers may carry the same route or rule; it stays while one of them is Active, and is no surprise to the other.
    private bool IsHeldByAnother(VirtualRouter router, VirtualRoute route) =>
        IsHeldByAnother(router, other => other.Routes.Any(o => OptionsComparison.AreSame(o, route)));

    // Active is not enough: one that takes over at the same time may not have come to its routes yet, and a stranger's would go unnoticed.
    private bool WasAddedByAnother(VirtualRouter router, VirtualRoute route) =>
        _routers.Any(other => other != router && other.Holdings.IsHeld && other.Holdings.Routes.Any(o => OptionsComparison.AreSame(o, route)));

    private bool IsHeldByAnother(VirtualRouter router, Func<RouterHoldings, bool> has) =>
        _routers.Any(other => other != router && other.Election.State == VrrpState.Active && has(other.Holdings));

    /// <summary>Looks the interfaces of a route up; returns the name of one that does not exist, null where there is none such.</summary>
    private string? Resolve(RouterHoldings holdings, int r)
    {
        var names = holdings.RouteInterfaces[r];
        for (var i = 0; i < names.Length; i++)
        {
            if (names[i] is not { } name)
                holdings.Indexes[r][i] = 0;
            else if (_interfaces.TryGetValue(name, out var status))
                holdings.Indexes[r][i] = status.Index;
            else
                return name;
        }
        return null;
    }
}
