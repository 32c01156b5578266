using System.Diagnostics;

namespace FailoverIp.Packaging.Tests.Support;

/// <summary>How a command ended, and what it wrote.</summary>
internal sealed record CommandResult(int Status, string Output, string Errors)
{
    /// <summary>Fails with all that was written where it did not end well.</summary>
    public CommandResult ShouldSucceed()
    {
        Status.ShouldBe(0, $"{Output}\n{Errors}");
        return this;
    }
}

/// <summary>Commands of the machine.</summary>
internal static class Command
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);

    /// <summary>Runs one to its end.</summary>
    public static Task<CommandResult> RunAsync(string command, params string[] arguments) => RunInAsync(Repository.Root, new Dictionary<string, string>(), command, arguments);

    /// <summary>Runs one in a folder, with variables of the environment.</summary>
    public static async Task<CommandResult> RunInAsync(string folder, IReadOnlyDictionary<string, string> environment, string command, params string[] arguments)
    {
        var start = new ProcessStartInfo(command, arguments) { WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        // A build inside of a test run is one of its own.
        foreach (var name in start.Environment.Keys.Where(k => k.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList())
            start.Environment.Remove(name);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        using var timeout = new CancellationTokenSource(Patience);
        try
        {
            await process.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{command} {string.Join(' ', arguments)} has not ended after {Patience}");
        }
        return new(process.ExitCode, await output, await errors);
    }
}
