namespace FailoverIp.Vrrp;

public sealed partial class VrrpProcessor
{
    // Where many routers take over at once, each of them advertises before the kernel is asked for the addresses of the first: adding a thousand takes it longer
    // than sending their adverts, and other routers wait for these only.
    private readonly Queue<Takeover> _takeovers = new();
    private bool _addsLater;
    private long _lastTakeover;
    private long _takeoversDue = ElectionState.NoDeadline;

    // So many at a time; then packets and timers, which may be of those that take over a little later, have their turn.
    private const int TakeoversPerTurn = 32;

    private void AddLater(VirtualRouter router, in ElectionState previous, in ElectionEvent @event, in ElectionStep step)
    {
        router.Takeover = ++_lastTakeover;
        _takeovers.Enqueue(new(router.Takeover, router, previous, @event, step));
    }

    private void FinishTakeovers(long now, int most = int.MaxValue)
    {
        if (_takeovers.Count == 0)
            return;
        _output.Flush();
        BeginRoles(most);
        for (; most > 0 && _takeovers.TryDequeue(out var takeover); most--)
            Finish(takeover, now);
        _takeoversDue = _takeovers.Count > 0 ? now : ElectionState.NoDeadline;
    }

    // All of a portion first: what is refused for their addresses changes once, and not with each of them.
    private void BeginRoles(int most)
    {
        if (_takeovers.Count == 1)
            return;
        foreach (var takeover in _takeovers.Take(most))
        {
            if (takeover.Number == takeover.Router.Takeover)
                BeginRole(takeover.Router);
        }
    }

    // Who resigns before its addresses were added has been Active none the less.
    private void AbandonTakeovers(IReadOnlyList<VirtualRouter> routers, long now)
    {
        foreach (var takeover in _takeovers)
        {
            if (takeover.Number != takeover.Router.Takeover || !routers.Contains(takeover.Router))
                continue;
            takeover.Router.Takeover = 0;
            Publish(takeover.Router, takeover.Previous, takeover.Event, takeover.Step, now);
        }
    }

    // Before another step of this router: what it reports, adds and removes stays in order.
    private void FinishTakeover(VirtualRouter router, long now)
    {
        foreach (var takeover in _takeovers)
        {
            if (takeover.Number != router.Takeover)
                continue;
            Finish(takeover, now);
            return;
        }
    }

    private void Finish(in Takeover takeover, long now)
    {
        var router = takeover.Router;
        if (takeover.Number != router.Takeover)
            return; // it was finished out of turn
        router.Takeover = 0;
        Act(router, takeover.Step.Actions & ElectionActions.AddAddresses, now);
        Publish(router, takeover.Previous, takeover.Event, takeover.Step, now);
        if ((takeover.Step.Actions & ElectionActions.Announce) != ElectionActions.None)
            Announce(router, becameActive: true, now);
        _deadlines.Update(router);
    }

    private readonly record struct Takeover(long Number, VirtualRouter Router, ElectionState Previous, ElectionEvent Event, ElectionStep Step);
}
