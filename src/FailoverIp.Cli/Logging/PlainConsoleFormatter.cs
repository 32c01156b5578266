using System.Globalization;
using FailoverIp.Cli.Output;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace FailoverIp.Cli.Logging;

/// <summary>
/// One line an entry: time in UTC, level, category's last word, message; for the journal its priority in place of time and level. An exception adds its own message
/// to the line, not its stack.
/// </summary>
internal sealed class PlainConsoleFormatter(TimeProvider time, bool isForJournal) : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "plain";

    // "Hosting failed to start" (HostedServiceStartupFaulted): the command itself tells why, once.
    private const int StartupFaulted = 11;
    private const string HostCategory = "Microsoft.Extensions.Hosting.Internal.Host";

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        if (logEntry.Category == HostCategory && logEntry.EventId.Id == StartupFaulted)
            return;
        var message = logEntry.Formatter(logEntry.State, logEntry.Exception);
        if (logEntry.Exception is { } exception && !message.Contains(exception.Message, StringComparison.Ordinal))
            message = $"{message}: {exception.Message}";
        if (isForJournal)
            textWriter.Write(Journal.Prefix(logEntry.LogLevel));
        else
        {
            textWriter.Write(time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
            textWriter.Write(Level(logEntry.LogLevel));
        }
        textWriter.Write(logEntry.Category.AsSpan(logEntry.Category.LastIndexOf('.') + 1));
        textWriter.Write(": ");
        textWriter.WriteLine(OneLine.From(message));
    }

    private static string Level(LogLevel level) => level switch
    {
        LogLevel.Trace => " trace ",
        LogLevel.Debug => " debug ",
        LogLevel.Information => " info  ",
        LogLevel.Warning => " warn  ",
        LogLevel.Error => " error ",
        _ => " fatal ",
    };
}
