using System.Threading.Channels;

namespace FailoverIp.Vrrp;

/// <summary>
/// Carries transitions and notices from the engine's thread to observers on the thread pool, in order. Posting never waits; the queue grows only with
/// changes of state, never with packets.
/// </summary>
internal sealed class EngineEvents
{
    private readonly Channel<Entry> _queue = Channel.CreateUnbounded<Entry>(new() { SingleReader = true, SingleWriter = true });
    private readonly List<Action<VrrpTransition>> _observers = [];
    private readonly Action<VrrpNotice> _onNotice;
    private Task _pump = Task.CompletedTask;

    public EngineEvents(Action<VrrpNotice> onNotice) => _onNotice = onNotice;

    public void Subscribe(Action<VrrpTransition> observer) => _observers.Add(observer);

    public void Start() => _pump = Task.Run(PumpAsync);

    public void Post(VrrpTransition transition) => _queue.Writer.TryWrite(new(transition, default));

    public void Post(VrrpNotice notice) => _queue.Writer.TryWrite(new(null, notice));

    /// <summary>Ends the stream; completes when every observer has seen everything.</summary>
    public Task CompleteAsync()
    {
        _queue.Writer.TryComplete();
        return _pump;
    }

    private async Task PumpAsync()
    {
        await foreach (var entry in _queue.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            if (entry.Transition is { } transition)
            {
                foreach (var observer in _observers)
                    observer(transition);
            }
            else
            {
                _onNotice(entry.Notice);
            }
        }
    }

    private readonly record struct Entry(VrrpTransition? Transition, VrrpNotice Notice);
}
