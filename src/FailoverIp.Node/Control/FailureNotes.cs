using Microsoft.Extensions.Logging;

namespace FailoverIp.Node;

/// <summary>Tells what went wrong while the status was answered, once for as long as it is the same: browsers ask again and again.</summary>
internal sealed class FailureNotes(ILogger logger)
{
    private volatile string? _last;

    public void Tell(Exception failure)
    {
        var text = $"{failure.GetType().Name}: {failure.Message.ReplaceLineEndings(" ")}";
        if (Interlocked.Exchange(ref _last, text) != text)
            logger.NotAnswered(text);
    }
}
