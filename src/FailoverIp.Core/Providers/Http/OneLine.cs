using System.Text;

namespace FailoverIp;

/// <summary>Makes text from the network fit for a message: one line, no control characters, bounded.</summary>
internal static class OneLine
{
    private const int MaxLength = 300;

    public static string Of(string? text)
    {
        var line = new StringBuilder();
        foreach (var c in text ?? "")
        {
            if (line.Length >= MaxLength)
                return line.Append('…').ToString();
            if (!char.IsControl(c) && !char.IsWhiteSpace(c))
                line.Append(c);
            else if (line.Length > 0 && line[^1] != ' ')
                line.Append(' ');
        }
        return line.ToString().TrimEnd();
    }

    /// <summary>An exception's message, or the inner one's where the outer only points to it.</summary>
    public static string Of(Exception exception)
    {
        var reason = exception;
        while (reason.InnerException is { } inner && SaysNothing(reason.Message))
            reason = inner;
        return Of(reason.Message);
    }

    private static bool SaysNothing(string message) =>
        message.Length == 0 || message.Contains("inner exception", StringComparison.OrdinalIgnoreCase) || message.StartsWith("An error occurred while sending", StringComparison.Ordinal);
}
