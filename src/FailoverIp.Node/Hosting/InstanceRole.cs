using System.Diagnostics.CodeAnalysis;
using FailoverIp.Vrrp;

namespace FailoverIp.Node;

/// <summary>
/// The role of one instance on this node: what runs while it is Active runs under one token, and that token falls before anything else learns
/// that the role is over.
/// </summary>
/// <remarks>
/// Three threads may come here: the engine's observer, a reader of the status, and the one that stops the node. All that is written is written
/// under one lock, and the cancellation happens inside it: whoever leaves the lock knows that the role's work has been told to stop, also
/// when it was another thread that told it. What is registered on the token must therefore be quick and must not come back here; a
/// <see cref="RouteKeeper"/> only notes the end and lets go of its requests on the thread pool. What follows the role and needs no token is
/// told that it has changed, and looks at <see cref="IsActive"/> when it gets to it: only the last change counts for it.
/// </remarks>
[SuppressMessage("Design", "CA1001", Justification = "The source has no timer, and late work may still look at its token.")]
internal sealed class InstanceRole(IReadOnlyList<RouteKeeper> keepers, Action changed)
{
    private readonly Lock _gate = new();
    private CancellationTokenSource? _active;
    private long _activeEpoch;
    private long _epoch;
    private bool _closed;

    public IReadOnlyList<RouteKeeper> Keepers => keepers;

    /// <summary>Whether this node is Active.</summary>
    public bool IsActive
    {
        get
        {
            lock (_gate)
                return _active is not null;
        }
    }

    /// <summary>
    /// Follows a transition. An epoch that is not newer than the last one is ignored: the world has moved on since.
    /// </summary>
    public void Follow(in VrrpTransition transition)
    {
        lock (_gate)
        {
            if (transition.Epoch <= _epoch)
                return;
            _epoch = transition.Epoch;
            // First the end, and for every transition: also one from Active to Active with transitions between them lost would be another stay.
            End();
            if (transition.To == VrrpState.Active && !_closed)
                Begin();
        }
    }

    /// <summary>
    /// Takes note of a snapshot of the engine that may be ahead of the transitions that have arrived: a newer epoch means that the stay that is
    /// running here is over, whatever the state has become. A new stay begins with its transition only.
    /// </summary>
    public void Observe(VirtualRouterStatus snapshot)
    {
        lock (_gate)
        {
            if (snapshot.Epoch > _activeEpoch)
                End();
        }
    }

    /// <summary>Ends the role, and never begins it again.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            End();
        }
    }

    private void Begin()
    {
        _active = new();
        _activeEpoch = _epoch;
        foreach (var keeper in keepers)
            keeper.Start(_epoch, _active.Token);
        changed();
    }

    private void End()
    {
        if (_active is null)
            return;
        _active.Cancel();
        _active = null;
        changed();
    }
}
