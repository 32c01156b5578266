using System.Threading.Channels;

namespace FailoverIp.Node;

/// <summary>One browser that listens to a page. It is sent what changed; one that does not keep up is let go.</summary>
internal sealed class PageListener(PageView view, string? seen)
{
    // So many messages may wait for a slow one: each is a second's.
    private const int MostWaiting = 5;

    private readonly Channel<string> _messages = Channel.CreateBounded<string>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });

    public PageView View => view;

    /// <summary>Whether it was let go; for tests.</summary>
    internal bool IsGone { get; private set; }

    /// <summary>The version it has; null: none that is known.</summary>
    public string? Seen { get; private set; } = seen;

    /// <summary>What is for it, until it is let go.</summary>
    public IAsyncEnumerable<string> ReadAsync(CancellationToken cancellationToken) => _messages.Reader.ReadAllAsync(cancellationToken);

    /// <summary>Leaves a message for it; false where it does not keep up.</summary>
    public bool Tell(string message, string version)
    {
        Seen = version;
        return _messages.Writer.TryWrite(message);
    }

    public void LetGo()
    {
        _messages.Writer.TryComplete();
        IsGone = true;
    }
}
