using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using FailoverIp.Lvs;
using FailoverIp.Vrrp;

namespace FailoverIp.Node;

/// <summary>
/// Remembers what happened on this node, so far as it fits: the last transitions of each instance, and the last events of all kinds. Who notes something here
/// does not wait.
/// </summary>
internal sealed class NodeJournal(TimeProvider clock, NodeMeter meter)
{
    /// <summary>So many transitions of an instance are kept.</summary>
    public const int MostTransitions = 50;

    /// <summary>So many events are kept.</summary>
    public const int MostEvents = 100;

    private readonly ConcurrentDictionary<string, BoundedLog<TransitionStatus>> _transitions = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, RouteKeeperStatus> _routes = new(StringComparer.Ordinal);
    private readonly BoundedLog<EventStatus> _events = new(MostEvents);

    /// <summary>Something was noted. Observers return at once.</summary>
    public event Action? Changed;

    /// <summary>The last transitions of an instance, the newest first; null where there was none.</summary>
    public IReadOnlyList<TransitionStatus>? TransitionsOf(string instance) => _transitions.GetValueOrDefault(instance)?.NewestFirst();

    /// <summary>The last events, the newest first; null where there was none.</summary>
    public ImmutableArray<EventStatus>? Events() => _events.NewestFirst() is { Length: > 0 } events ? ImmutableCollectionsMarshal.AsImmutableArray(events) : null;

    /// <summary>Notes a transition.</summary>
    public void Note(in VrrpTransition transition)
    {
        var noted = new TransitionStatus(transition.At, transition.From, transition.To, transition.Epoch, ReasonText.Of(in transition).ReplaceLineEndings(" "));
        _transitions.GetOrAdd(transition.Router, static _ => new(MostTransitions)).Add(noted);
        _events.Add(new(noted.At, NodeEventKind.Vrrp, transition.Router, $"{noted.From} → {noted.To}", noted.Reason, noted.To == VrrpState.Fault));
        meter.Changed(transition.Router, transition.To);
        Changed?.Invoke();
    }

    /// <summary>Notes what a keeper does now. To be called in the order of its statuses.</summary>
    /// <param name="address">The address that is kept.</param>
    /// <param name="status">What its keeper knows.</param>
    public void Note(NodeAddress address, RouteKeeperStatus status)
    {
        var name = address.Route.Name;
        var before = _routes.GetValueOrDefault(name);
        _routes[name] = status;
        if (status is { State: RouteKeeperState.Failing, LastError: { } error } && !ReferenceEquals(error, before?.LastError))
            meter.Failed(address.Route, error.Kind);
        if (status.State == RouteKeeperState.Routed && before?.State != RouteKeeperState.Routed && address.Follows is { } instance)
            NoteTakeover(address.Route, instance, status.Epoch);
        if (status.State != before?.State || status.Owner != before.Owner || status.LastError?.Message != before.LastError?.Message)
            _events.Add(new(clock.GetUtcNow(), NodeEventKind.Route, name, status.State.ToString(), Reason(status), status.State == RouteKeeperState.Failing));
        Changed?.Invoke();
    }

    /// <summary>Notes an event of the virtual servers.</summary>
    public void Note(LvsEvent @event)
    {
        var subject = string.Join(' ', new[] { @event.VirtualServer, @event.RealServer?.ToString() }.OfType<string>());
        var isProblem = @event.Kind is LvsEventKind.RealServerDown or LvsEventKind.QuorumDown or LvsEventKind.FailOpenStarted or LvsEventKind.TableProblem;
        _events.Add(new(@event.At, NodeEventKind.VirtualServer, subject.Length > 0 ? subject : "the kernel's table", @event.Kind.ToString(), @event.Reason.ReplaceLineEndings(" "), isProblem));
        Changed?.Invoke();
    }

    /// <summary>Forgets the instances and addresses that are no more.</summary>
    public void Keep(NodeOptions options)
    {
        foreach (var gone in _transitions.Keys.Except(options.Instances.Select(i => i.Name), StringComparer.Ordinal))
            _transitions.TryRemove(gone, out _);
        foreach (var gone in _routes.Keys.Except(options.Addresses.Select(a => a.Route.Name), StringComparer.Ordinal))
            _routes.TryRemove(gone, out _);
        Changed?.Invoke();
    }

    // Only the first time of a stay: a route that has drifted and was put back is no takeover.
    private void NoteTakeover(FailoverRoute route, string instance, long epoch)
    {
        if (_transitions.GetValueOrDefault(instance)?.NewestFirst().FirstOrDefault(t => t.Epoch == epoch) is { To: VrrpState.Active } active)
            meter.TookOver(route, instance, epoch, clock.GetUtcNow() - active.At);
    }

    private static string Reason(RouteKeeperStatus status) => status.State switch
    {
        RouteKeeperState.Failing when status.LastError is { } error => $"{error.Kind}: {error.Message.ReplaceLineEndings(" ")}",
        RouteKeeperState.Routed => $"to {status.Owner}",
        RouteKeeperState.Routing when status.Owner is { } owner && owner != status.Target => $"{owner} has it",
        RouteKeeperState.Idle => "the role has ended",
        _ => "",
    };
}
