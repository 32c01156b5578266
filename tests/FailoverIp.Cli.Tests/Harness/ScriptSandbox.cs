using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace FailoverIp.Cli.Tests.Harness;

/// <summary>A copy of the root scripts in a directory of their own, with a <c>dotnet</c> that does what a test says.</summary>
internal sealed class ScriptSandbox : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    /// <summary>Copies the scripts; <paramref name="dotnet"/> is the body of a shell script, started with <c>$root</c> and <c>$builds</c> set.</summary>
    public ScriptSandbox(string dotnet)
    {
        foreach (var file in new[] { "failoverip", "test", ".ci/run", "eng/scripts/build.sh", "eng/scripts/peers.sh", "eng/scripts/results.sh" })
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_directory[file])!);
            File.Copy(Path.Combine(RepositoryRoot(), file), _directory[file]);
        }
        foreach (var folder in new[] { "src", "bin", "tests" })
            Directory.CreateDirectory(_directory[folder]);
        Write("src/Program.cs", "// a source");
        WriteScript("bin/dotnet", $"root='{Root}'; builds='{_directory["builds"]}'\n{dotnet}");
    }

    public string Root => _directory.Path;

    /// <summary>How often the fake built something.</summary>
    public int Builds => File.Exists(_directory["builds"]) ? File.ReadAllLines(_directory["builds"]).Length : 0;

    public void Write(string name, string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_directory[name])!);
        _directory.Write(name, content);
    }

    /// <summary>A command that the scripts find before the machine's own.</summary>
    public void WriteScript(string name, string body)
    {
        Write(name, $"#!/bin/sh\n{body}\n");
        File.SetUnixFileMode(_directory[name], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    public RunningTool Start(string script, IReadOnlyDictionary<string, string?>? environment = null, params string[] arguments)
    {
        var start = new ProcessStartInfo(_directory[script])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        start.Environment["PATH"] = $"{_directory["bin"]}:{Environment.GetEnvironmentVariable("PATH")}";
        start.Environment.Remove("CI");
        foreach (var (name, value) in environment ?? new Dictionary<string, string?>())
        {
            if (value is null)
                start.Environment.Remove(name);
            else
                start.Environment[name] = value;
        }
        return new(Process.Start(start)!);
    }

    public async Task<ToolResult> RunAsync(string script, IReadOnlyDictionary<string, string?>? environment = null, params string[] arguments)
    {
        await using var running = Start(script, environment, arguments);
        return await running.ToEndAsync(TimeSpan.FromSeconds(60));
    }

    public void Dispose() => _directory.Dispose();

    private static string RepositoryRoot([CallerFilePath] string here = "")
    {
        var directory = new DirectoryInfo(Path.GetDirectoryName(here)!);
        while (!File.Exists(Path.Combine(directory.FullName, "FailoverIp.sln")))
            directory = directory.Parent!;
        return directory.FullName;
    }
}
