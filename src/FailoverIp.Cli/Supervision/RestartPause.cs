namespace FailoverIp.Cli.Supervision;

/// <summary>How long to wait before the node is started again: not at all at first, a second longer each time that it dies soon after its start, at most ten.</summary>
internal sealed class RestartPause
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    private int _inARow;

    /// <param name="lived">How long the node had lived.</param>
    public TimeSpan Next(TimeSpan lived)
    {
        if (lived >= Soon)
            _inARow = 0;
        return TimeSpan.FromSeconds(Math.Min(_inARow++, 10));
    }
}
