using System.Threading.Channels;

namespace FailoverIp.Node;

/// <summary>
/// Tells the browsers that listen what has changed, as server-sent events: once a second at most, and once for all that look at the same. While nobody listens
/// nothing happens.
/// </summary>
internal sealed class PageFeed : IDisposable
{
    /// <summary>So many may listen at a time.</summary>
    public const int MostListeners = 32;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    // What changes without a note in the journal, such as counters, is shown as late as this; it also finds out who has gone.
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(5);

    private readonly Func<(NodeStatus Status, IReadOnlyList<string> Problems)> _look;
    private readonly NodeJournal _journal;
    private readonly TimeProvider _clock;
    private readonly FailureNotes _failures;
    private readonly Channel<bool> _changes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly CancellationTokenSource _stopping = new();
    private readonly List<PageListener> _listeners = [];
    private bool _runs;

    public PageFeed(Func<(NodeStatus Status, IReadOnlyList<string> Problems)> look, NodeJournal journal, TimeProvider clock, FailureNotes failures)
    {
        (_look, _journal, _clock, _failures) = (look, journal, clock, failures);
        _journal.Changed += Wake;
    }

    /// <summary>Whether anything is done for a listener; for tests.</summary>
    internal bool Runs
    {
        get
        {
            lock (_listeners)
                return _runs;
        }
    }

    /// <summary>Begins to listen; null where too many do.</summary>
    /// <param name="view">What is looked at.</param>
    /// <param name="seen">The version of the page that is known; null for none.</param>
    public PageListener? Join(PageView view, string? seen)
    {
        var listener = new PageListener(view, seen);
        lock (_listeners)
        {
            if (_listeners.Count >= MostListeners || _stopping.IsCancellationRequested)
                return null;
            _listeners.Add(listener);
            if (!_runs)
                _ = Task.Run(RunAsync);
            _runs = true;
        }
        Wake();
        return listener;
    }

    public void Leave(PageListener listener)
    {
        listener.LetGo();
        lock (_listeners)
            _listeners.Remove(listener);
        Wake();
    }

    /// <summary>Lets all of them go.</summary>
    public void Dispose()
    {
        _journal.Changed -= Wake;
        lock (_listeners)
        {
            _listeners.ForEach(l => l.LetGo());
            _listeners.Clear();
            _stopping.Cancel(); // last: the loop may go on right here, and ends where nobody listens
        }
    }

    private void Wake() => _changes.Writer.TryWrite(true);

    private async Task RunAsync()
    {
        var shown = new Dictionary<PageView, PageContent>();
        while (Listeners() is { Count: > 0 } listeners)
        {
            try
            {
                Tell(listeners, shown);
            }
            catch (Exception e)
            {
                _failures.Tell(e);
                // Nobody is to look at what does not change any more: a browser that is let go asks again.
                listeners.ForEach(Leave);
            }
            await Task.Delay(Pause, _clock, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await ChangeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Those that listen; without any the loop is over, and the next one to come begins it anew.</summary>
    private List<PageListener> Listeners()
    {
        lock (_listeners)
        {
            _runs = _listeners.Count > 0;
            return [.. _listeners];
        }
    }

    private async Task ChangeAsync()
    {
        using var beat = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
        using var timer = _clock.CreateTimer(static state => ((CancellationTokenSource)state!).Cancel(), beat, Beat - Pause, Timeout.InfiniteTimeSpan);
        try
        {
            await _changes.Reader.ReadAsync(beat.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The beat, or the end.
        }
    }

    private void Tell(List<PageListener> listeners, Dictionary<PageView, PageContent> shown)
    {
        var (status, problems) = _look();
        var views = listeners.ToLookup(l => l.View);
        foreach (var nobodys in shown.Keys.Where(v => !views.Contains(v)).ToList())
            shown.Remove(nobodys);
        foreach (var group in views)
        {
            var content = PageContent.Of(status, problems, group.Key, _clock.GetUtcNow());
            var before = shown.GetValueOrDefault(group.Key);
            var patch = new Lazy<string>(() => PageMessage.Patch(before!, content));
            var page = new Lazy<string>(() => PageMessage.Page(content));
            foreach (var listener in group)
            {
                var message = listener.Seen == content.Version ? PageMessage.Nothing : before is not null && listener.Seen == before.Version && PageMessage.CanPatch(before, content) ? patch.Value : page.Value;
                Send(listener, message, content.Version);
            }
            shown[group.Key] = content;
        }
    }

    private void Send(PageListener listener, string message, string version)
    {
        if (!listener.Tell(message, version))
            Leave(listener);
    }
}
