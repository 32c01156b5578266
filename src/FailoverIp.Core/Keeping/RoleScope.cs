using System.Diagnostics.CodeAnalysis;

namespace FailoverIp;

/// <summary>One stay in the role: its epoch, and a token that falls when the role ends or a newer stay begins.</summary>
[SuppressMessage("Design", "CA1001", Justification = "The source has no timer and no wait handle, and late work may still look at its token.")]
internal sealed class RoleScope(long epoch)
{
    private readonly CancellationTokenSource _ended = new();

    public long Epoch => epoch;

    public CancellationToken Ended => _ended.Token;

    /// <summary>The work done in this stay.</summary>
    public Task Work { get; set; } = Task.CompletedTask;

    /// <summary>True once the stay is over: its results are dropped. Guarded by the keeper's lock.</summary>
    public bool Over { get; set; }

    /// <summary>
    /// Ends the stay: when it returns, every token made from this one has fallen, down to those of requests in flight. Called without the
    /// keeper's lock, for what is registered on the token runs here; what follows from it, such as a line of the log, does not.
    /// </summary>
    /// <exception cref="AggregateException">Something that hangs on the token threw; the token has fallen all the same.</exception>
    public void End() => _ended.Cancel();
}
