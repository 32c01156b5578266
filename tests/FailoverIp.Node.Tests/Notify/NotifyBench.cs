using System.Diagnostics;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;

namespace FailoverIp.Node.Tests;

/// <summary>A folder of scripts that write into one file, and what was logged of them. Real time: what is waited for is done by processes.</summary>
internal sealed class NotifyBench : IDisposable
{
    public TempFolder Folder { get; } = new();

    public LogLines Log { get; } = new();

    public ILogger Logger => Log.CreateLogger("");

    /// <summary>What the scripts have written, in order.</summary>
    public string[] Written => File.Exists(Folder["out"]) ? File.ReadAllLines(Folder["out"]) : [];

    /// <summary>A script that writes its name and its arguments into the file, and then does what it is told.</summary>
    public NodeCommand Script(string name, string then = "") =>
        new() { Command = ["/bin/sh", Folder.Write($"{name}.sh", $"say() {{ echo \"$*\" >> {Folder["out"]}; }}\nsay \"$(echo {name} \"$@\")\"\n{then}\n")] };

    public static NotifyJob Job(string subject, params NodeCommand[] scripts) => new(subject, false, [.. scripts.Select(s => (s, System.Collections.Immutable.ImmutableArray<string>.Empty))]);

    public Task UntilWrittenAsync(params string[] lines) => UntilAsync(() => lines.All(l => Written.Contains(l)), string.Join(", ", lines));

    public async Task UntilAsync(Func<bool> condition, [CallerArgumentExpression(nameof(condition))] string? what = null)
    {
        for (var patience = Stopwatch.StartNew(); !condition(); await Task.Delay(5))
            patience.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(60), $"{what}; written: {string.Join(" | ", Written)}; logged: {string.Join(" | ", Log.Lines)}");
    }

    /// <summary>Whether a process lives.</summary>
    public static bool IsAlive(string pid)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{pid}/stat");
            return stat[stat.LastIndexOf(')') + 2] is not ('Z' or 'X');
        }
        catch (IOException)
        {
            return false;
        }
    }

    public void Dispose() => Folder.Dispose();
}
