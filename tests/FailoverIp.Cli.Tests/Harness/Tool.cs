using System.Diagnostics;
using System.Runtime.InteropServices;

namespace FailoverIp.Cli.Tests.Harness;

/// <summary>The built tool, run as a process of its own: what a user types and reads.</summary>
internal static partial class Tool
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Runs it to its end.</summary>
    public static async Task<ToolResult> RunAsync(params string[] arguments)
    {
        await using var tool = Start(arguments);
        return await tool.ToEndAsync(Patience);
    }

    /// <summary>Runs it in an environment with more variables.</summary>
    public static async Task<ToolResult> RunInAsync(IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        await using var tool = Start(arguments, environment);
        return await tool.ToEndAsync(Patience);
    }

    /// <summary>Runs another command to its end, such as a shell that becomes the tool.</summary>
    public static async Task<ToolResult> RunCommandAsync(string command, params string[] arguments)
    {
        await using var tool = StartCommand(command, arguments);
        return await tool.ToEndAsync(Patience);
    }

    /// <summary>Starts it and leaves it running.</summary>
    public static RunningTool Start(string[] arguments, IReadOnlyDictionary<string, string>? environment = null) =>
        StartCommand("dotnet", [Path.Combine(AppContext.BaseDirectory, "failoverip.dll"), .. arguments], environment);

    /// <summary>Starts another command, such as a shell that becomes the tool.</summary>
    public static RunningTool StartCommand(string command, string[] arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(command)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        var process = Process.Start(start)!;
        process.StandardInput.Close();
        return new(process);
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    internal static partial int Kill(int pid, int signal);
}
