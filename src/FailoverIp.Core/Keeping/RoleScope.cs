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

    /// <summary>
    /// Ends the stay. From here on the token reads as cancelled; what is registered on it runs on the thread pool, so that a plug-in cannot hold
    /// up whoever ends the role.
    /// </summary>
    public void End() => _ = _ended.CancelAsync();
}
