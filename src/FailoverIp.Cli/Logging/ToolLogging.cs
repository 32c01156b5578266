using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace FailoverIp.Cli.Logging;

/// <summary>Logs of the tool: plain lines on standard error, never on standard output.</summary>
internal static class ToolLogging
{
    /// <summary>Logs from <paramref name="level"/> up; <see cref="LogLevel.None"/> for none.</summary>
    public static ILoggingBuilder AddPlainLines(this ILoggingBuilder logging, LogLevel level)
    {
        logging.ClearProviders();
        if (level == LogLevel.None)
            return logging;
        logging.Services.TryAddSingleton(TimeProvider.System);
        logging.SetMinimumLevel(level);
        // Their lower levels tell of each request's headers and of the host's own steps, which nobody asked for.
        logging.AddFilter("System.Net.Http", Higher(level, LogLevel.Information));
        logging.AddFilter("Microsoft", Higher(level, LogLevel.Warning));
        logging.AddConsole(options =>
        {
            options.FormatterName = PlainConsoleFormatter.FormatterName;
            options.LogToStandardErrorThreshold = LogLevel.Trace;
        });
        logging.Services.AddSingleton<ConsoleFormatter>(static services => new PlainConsoleFormatter(services.GetRequiredService<TimeProvider>(), Journal.HearsStandardError));
        return logging;
    }

    private static LogLevel Higher(LogLevel a, LogLevel b) => a > b ? a : b;
}
