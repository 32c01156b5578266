using Microsoft.Extensions.Logging;

namespace FailoverIp.Vrrp.Tests.Engine;

public class EngineEndTests
{
    [Fact]
    public void What_cannot_be_given_back_is_told_and_ends_neither_the_process_nor_the_wait_for_the_end()
    {
        var lines = new Lines();
        var engine = new VrrpEngine(lines);

        engine.End(new Failing());

        engine.Ended.IsCompletedSuccessfully.ShouldBeTrue();
        lines.All.ShouldBe([(LogLevel.Critical, "The VRRP engine has ended and may have left something behind in the kernel")]);
    }

    private sealed class Failing : IDisposable
    {
        public void Dispose() => throw new DirectoryNotFoundException("scripted");
    }

    private sealed class Lines : ILogger<VrrpEngine>
    {
        public List<(LogLevel, string)> All { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            All.Add((logLevel, formatter(state, exception)));
    }
}
