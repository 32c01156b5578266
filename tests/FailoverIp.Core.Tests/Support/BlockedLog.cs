using Microsoft.Extensions.Logging;

namespace FailoverIp.Core.Tests.Support;

/// <summary>A log that takes no line while it is blocked, as one does whose disk is full or whose pipe nobody reads.</summary>
public sealed class BlockedLog : ILogger, IDisposable
{
    private readonly ManualResetEventSlim _open = new(true);

    public bool Blocks
    {
        set
        {
            if (value)
                _open.Reset();
            else
                _open.Set();
        }
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => _open.Wait();

    public void Dispose() => _open.Set();
}
