using System.Diagnostics;
using System.Globalization;

namespace FailoverIp.Interop.Lab;

/// <summary>A process that runs in a namespace until the test ends it. What it writes is kept, line by line.</summary>
internal sealed class LabProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Lock _lock = new();
    private readonly List<string> _lines = [];
    private readonly List<string> _outputLines = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private LabProcess(string name, Process process) => (Name, _process) = (name, process);

    public string Name { get; }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    public int ExitCode => _process.ExitCode;

    /// <summary>Every line of both streams so far.</summary>
    public IReadOnlyList<string> Lines => Copy(_lines);

    /// <summary>The lines of standard output so far.</summary>
    public IReadOnlyList<string> OutputLines => Copy(_outputLines);

    /// <summary>Starts a command in a namespace. <c>ip netns exec</c> replaces itself, so the process is the command.</summary>
    public static LabProcess Start(string name, string networkNamespace, string command, params string[] arguments)
    {
        var info = new ProcessStartInfo("ip", ["netns", "exec", networkNamespace, command, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        var process = new Process { StartInfo = info };
        var started = new LabProcess(name, process);
        process.OutputDataReceived += (_, e) => started.Add(e.Data, isOutput: true);
        process.ErrorDataReceived += (_, e) => started.Add(e.Data, isOutput: false);
        process.Start();
        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return started;
    }

    /// <summary>Waits for a line that holds a text; returns it.</summary>
    public async Task<string> WaitForLineAsync(string text, TimeSpan timeout)
    {
        using var deadline = new CancellationTokenSource(timeout);
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                if (_lines.Find(l => l.Contains(text, StringComparison.OrdinalIgnoreCase)) is { } found)
                    return found;
                changed = _changed.Task;
            }
            try
            {
                await changed.WaitAsync(deadline.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"{Name} did not write \"{text}\" within {timeout.TotalSeconds:0.#} s:\n{string.Join('\n', Lines)}");
            }
        }
    }

    /// <summary>Sends a signal, by its name without SIG.</summary>
    public async Task SignalAsync(string signal) => await SignalAsync(signal, [Id]);

    /// <summary>Sends a signal to several processes in one go.</summary>
    public static async Task SignalAsync(string signal, IEnumerable<int> processes) =>
        await Shell.TryRunAsync("kill", ["-s", signal, .. processes.Select(p => p.ToString(CultureInfo.InvariantCulture))]);

    /// <summary>Waits for its end and returns its exit status.</summary>
    public async Task<int> WaitForExitAsync(TimeSpan timeout)
    {
        try
        {
            await _process.WaitForExitAsync().WaitAsync(timeout);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"{Name} did not end within {timeout.TotalSeconds:0.#} s:\n{string.Join('\n', Lines)}");
        }
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }
        _process.Dispose();
    }

    private void Add(string? line, bool isOutput)
    {
        if (line is null)
            return;
        TaskCompletionSource changed;
        lock (_lock)
        {
            _lines.Add(line);
            if (isOutput)
                _outputLines.Add(line);
            (changed, _changed) = (_changed, new(TaskCreationOptions.RunContinuationsAsynchronously));
        }
        changed.SetResult();
    }

    private string[] Copy(List<string> lines)
    {
        lock (_lock)
            return [.. lines];
    }
}
