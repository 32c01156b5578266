using System.Collections.Immutable;
using System.Threading.Channels;

namespace FailoverIp.Vrrp;

/// <summary>
/// Carries transitions and notices from the engine's thread to the thread pool, each in order. Posting never waits; the queues grow with changes, never with
/// packets.
/// </summary>
/// <remarks>
/// The two have queues of their own: a log that blocks must not delay the end of a role. And nothing that an observer throws ends the delivery: the next
/// transition may be the one that ends a role.
/// </remarks>
internal sealed class EngineEvents
{
    // Both in one queue, in their order: an incident has a router's name, a transition has none there.
    private readonly Channel<(VrrpTransition Transition, VrrpIncident Incident)> _transitions =
        Channel.CreateUnbounded<(VrrpTransition Transition, VrrpIncident Incident)>(new() { SingleReader = true, SingleWriter = true });
    private readonly Channel<VrrpNotice> _notices = Channel.CreateUnbounded<VrrpNotice>(new() { SingleReader = true });
    private readonly Action<VrrpNotice> _onNotice;
    private ImmutableArray<Action<VrrpTransition>> _observers = [];
    private ImmutableArray<Action<VrrpIncident>> _incidentObservers = [];
    private Task _pumps = Task.CompletedTask;

    public EngineEvents(Action<VrrpNotice> onNotice) => _onNotice = onNotice;

    public void Subscribe(Action<VrrpTransition> observer) => ImmutableInterlocked.Update(ref _observers, static (list, o) => list.Add(o), observer);

    public void SubscribeIncidents(Action<VrrpIncident> observer) => ImmutableInterlocked.Update(ref _incidentObservers, static (list, o) => list.Add(o), observer);

    public void Start() => _pumps = Task.WhenAll(
        Task.Run(() => PumpAsync(_transitions.Reader, Tell)),
        Task.Run(() => PumpAsync(_notices.Reader, _onNotice)));

    public void Post(VrrpTransition transition) => _transitions.Writer.TryWrite((transition, default));

    /// <summary>Where nobody asks for incidents they cost nothing.</summary>
    public void Post(VrrpIncident incident)
    {
        if (_incidentObservers.IsEmpty || incident.Source?.IsLowerTold == true)
            return;
        if (incident.Source is { } source)
            source.IsLowerTold = true;
        _transitions.Writer.TryWrite((default, incident));
    }

    public void Post(VrrpNotice notice) => _notices.Writer.TryWrite(notice);

    /// <summary>Ends both streams; completes when everything has been seen.</summary>
    public Task CompleteAsync()
    {
        _transitions.Writer.TryComplete();
        _notices.Writer.TryComplete();
        return _pumps;
    }

    private void Tell((VrrpTransition Transition, VrrpIncident Incident) told)
    {
        if (told.Incident.Router is null)
        {
            foreach (var observer in _observers)
                Guarded(observer, told.Transition);
            return;
        }
        if (told.Incident.Source is { } source)
            source.IsLowerTold = false; // from here on another one is another one
        foreach (var observer in _incidentObservers)
            Guarded(observer, told.Incident);
    }

    private void Guarded<T>(Action<T> receiver, T value)
    {
        try
        {
            receiver(value);
        }
        catch (Exception e)
        {
            if (receiver is not Action<VrrpNotice>)
                Post(new VrrpNotice("", $"an observer of transitions failed: {e.GetType().Name}: {e.Message}"));
        }
    }

    private async Task PumpAsync<T>(ChannelReader<T> queue, Action<T> receiver)
    {
        await foreach (var value in queue.ReadAllAsync().ConfigureAwait(false))
            Guarded(receiver, value);
    }
}
