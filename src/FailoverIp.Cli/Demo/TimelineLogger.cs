using Microsoft.Extensions.Logging;

namespace FailoverIp.Cli.Demo;

/// <summary>Puts what a node logs onto the timeline: the lines that <c>failoverip run</c> would have written. A node that was killed writes no more.</summary>
internal sealed class TimelineLogger(Timeline timeline, string node, Func<bool> isAlive) : ILoggerProvider, ILogger
{
    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information && isAlive();

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
            timeline.Add(node, formatter(state, exception));
    }

    public void Dispose()
    {
    }
}
