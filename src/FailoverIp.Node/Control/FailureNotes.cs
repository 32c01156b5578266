using Microsoft.Extensions.Logging;

namespace FailoverIp.Node;

/// <summary>Tells what went wrong while the status was answered, once for as long as it is the same: browsers ask again and again.</summary>
internal sealed class FailureNotes(TimeProvider clock, ILogger logger)
{
    /// <summary>What has not come for so long is told again.</summary>
    private static readonly TimeSpan Forgotten = TimeSpan.FromMinutes(5);

    private readonly Lock _gate = new();
    private string? _last;
    private long _at;

    public void Tell(Exception failure)
    {
        var text = $"{failure.GetType().Name}: {failure.Message.ReplaceLineEndings(" ")}";
        lock (_gate)
        {
            var isKnown = text == _last && clock.GetElapsedTime(_at) < Forgotten;
            (_last, _at) = (text, clock.GetTimestamp());
            if (isKnown)
                return;
        }
        logger.NotAnswered(text);
    }
}
