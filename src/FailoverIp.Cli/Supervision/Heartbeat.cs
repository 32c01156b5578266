namespace FailoverIp.Cli.Supervision;

/// <summary>
/// The node's sign of life: a beat for each answer of the engine's own thread. While that does not answer there is none, however well the rest of the process does.
/// </summary>
/// <param name="probe">Completes when the engine's thread has come by.</param>
/// <param name="beat">Tells whoever watches.</param>
/// <param name="clock">The time.</param>
/// <param name="period">From one answer to the next question.</param>
internal sealed class Heartbeat(Func<CancellationToken, Task> probe, Action beat, TimeProvider clock, TimeSpan period)
{
    /// <summary>Short beside any patience, and nothing beside what a node does otherwise.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(2);

    /// <summary>Beats until the engine has stopped, or nobody wants it any more.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                await probe(cancellationToken).ConfigureAwait(false);
                beat();
                await Task.Delay(period, clock, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or InvalidOperationException)
        {
            // The node stops, or its engine has: whoever watches hears of that as well.
        }
    }
}
