using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using FailoverIp.Vrrp;

namespace FailoverIp.Node;

/// <summary>
/// The role of one instance on this node: what runs while it is Active runs under one token, and that token falls before anything else learns
/// that the role is over.
/// </summary>
/// <remarks>
/// Several threads may come here: the engine's observer, a reader of the status, a reload, and the one that stops the node. All that is written is written
/// under one lock, and the cancellation happens inside it: whoever leaves the lock knows that the role's work has been told to stop, also
/// when it was another thread that told it. What is registered on the token must therefore be quick and must not come back here; a
/// <see cref="RouteKeeper"/> only notes the end and lets go of its requests on the thread pool, and so does an <see cref="ActiveWork"/>. What follows the role
/// and needs no token is told that it has changed, and looks at <see cref="IsActive"/> when it gets to it: only the last change counts for it.
/// </remarks>
[SuppressMessage("Design", "CA1001", Justification = "The sources have no timer, and late work may still look at their tokens.")]
internal sealed class InstanceRole(IEnumerable<ActiveWork> works, Action changed)
{
    private readonly Lock _gate = new();
    private ImmutableArray<RouteKeeper> _keepers = [];
    private ImmutableArray<ActiveWork> _works = [.. works];
    private CancellationTokenSource? _active;
    private CancellationTokenSource? _handOver;
    private long _activeEpoch;
    private long _epoch;
    private long _seenEpoch;
    private bool _closed;

    /// <summary>Whether this node is Active.</summary>
    public bool IsActive
    {
        get
        {
            lock (_gate)
                return _active is not null;
        }
    }

    /// <summary>Keeps these from now on. One that is new begins at once where this node is Active; one that is left out is not begun again, and is the caller's to stop.</summary>
    public void Keep(IEnumerable<RouteKeeper> keepers)
    {
        lock (_gate)
        {
            var before = _keepers;
            _keepers = [.. keepers];
            if (_active is { } active)
                foreach (var added in _keepers.Except(before))
                    added.Start(_activeEpoch, active.Token);
        }
    }

    /// <summary>Runs this work too; it begins at once where this node is Active.</summary>
    public void Add(ActiveWork work)
    {
        lock (_gate)
        {
            _works = _works.Add(work);
            if (_active is { } active)
                work.Start(_activeEpoch, active.Token);
        }
    }

    /// <summary>Does not begin this work again; a stay that is running is the caller's to end.</summary>
    public void Remove(ActiveWork work)
    {
        lock (_gate)
            _works = _works.Remove(work);
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
            if (transition.To == VrrpState.Active && !_closed && transition.Epoch >= _seenEpoch)
                Begin();
        }
    }

    /// <summary>
    /// Takes note of a snapshot of the engine that may be ahead of the transitions that have arrived: a newer epoch means that the stay that is
    /// running here is over, whatever the state has become, and that one whose transition is still to come is not begun. A new stay begins with its transition only.
    /// </summary>
    public void Observe(VirtualRouterStatus snapshot)
    {
        lock (_gate)
        {
            _seenEpoch = Math.Max(_seenEpoch, snapshot.Epoch);
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

    /// <summary>
    /// Ends the work of the role, which never begins again; the role itself is still held, until it is resigned or lost.
    /// </summary>
    /// <returns>What may be done to hand the role over runs under this token, which falls with the role; null where it is not held.</returns>
    public CancellationToken? Drain()
    {
        lock (_gate)
        {
            _closed = true;
            if (_active is not null)
            {
                EndWork();
                _handOver = new();
            }
            return _handOver?.Token;
        }
    }

    private void Begin()
    {
        _active = new();
        _activeEpoch = _epoch;
        foreach (var keeper in _keepers)
            keeper.Start(_epoch, _active.Token);
        foreach (var work in _works)
            work.Start(_epoch, _active.Token);
        changed();
    }

    private void End()
    {
        _handOver?.Cancel();
        EndWork();
    }

    private void EndWork()
    {
        if (_active is null)
            return;
        _active.Cancel();
        _active = null;
        changed();
    }
}
