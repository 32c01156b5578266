namespace FailoverIp.Vrrp;

public sealed partial class VrrpProcessor
{
    // Where many routers take over at once, each of them advertises before the kernel is asked for the addresses of the first: adding a thousand takes it longer
    // than sending their adverts, and other routers wait for these only.
    private readonly Queue<Takeover> _takeovers = new();
    private bool _addsLater;

    private void AddLater(VirtualRouter router, in ElectionState previous, in ElectionEvent @event, in ElectionStep step)
    {
        router.IsTakingOver = true;
        _takeovers.Enqueue(new(router, previous, @event, step));
    }

    private void FinishTakeovers(long now)
    {
        if (_takeovers.Count == 0)
            return;
        _output.Flush();
        while (_takeovers.TryDequeue(out var takeover))
            Finish(takeover, now);
    }

    // Before another step of this router: what it reports, adds and removes stays in order.
    private void FinishTakeover(VirtualRouter router, long now)
    {
        foreach (var takeover in _takeovers)
        {
            if (takeover.Router != router)
                continue;
            Finish(takeover, now);
            return;
        }
    }

    private void Finish(in Takeover takeover, long now)
    {
        var router = takeover.Router;
        if (!router.IsTakingOver)
            return; // it was finished out of turn
        router.IsTakingOver = false;
        Act(router, takeover.Step.Actions & ElectionActions.AddAddresses, now);
        Publish(router, takeover.Previous, takeover.Event, takeover.Step, now);
        if ((takeover.Step.Actions & ElectionActions.Announce) != ElectionActions.None)
            Announce(router, becameActive: true, now);
        _deadlines.Update(router);
    }

    private readonly record struct Takeover(VirtualRouter Router, ElectionState Previous, ElectionEvent Event, ElectionStep Step);
}
