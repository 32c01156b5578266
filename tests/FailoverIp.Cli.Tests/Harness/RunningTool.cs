using System.Diagnostics;

namespace FailoverIp.Cli.Tests.Harness;

/// <summary>The tool while it runs; killed when disposed of.</summary>
internal sealed class RunningTool : IAsyncDisposable
{
    private readonly Process _process;

    public RunningTool(Process process)
    {
        _process = process;
        Output = new(process.StandardOutput);
        Error = new(process.StandardError);
    }

    public LineReader Output { get; }

    public LineReader Error { get; }

    public int Id => _process.Id;

    /// <summary>Sends a signal: 1 SIGHUP, 2 SIGINT, 9 SIGKILL, 15 SIGTERM.</summary>
    public void Signal(int signal) => Tool.Kill(_process.Id, signal).ShouldBe(0);

    /// <summary>Waits for its end, and gives all that it wrote.</summary>
    public async Task<ToolResult> ToEndAsync(TimeSpan patience)
    {
        using var timeout = new CancellationTokenSource(patience);
        try
        {
            var output = await Output.ToEndAsync(timeout.Token);
            var error = await Error.ToEndAsync(timeout.Token);
            await _process.WaitForExitAsync(timeout.Token);
            return new(_process.ExitCode, output, error);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"the tool had not ended after {patience}; standard output:\n{Output}\nstandard error:\n{Error}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
