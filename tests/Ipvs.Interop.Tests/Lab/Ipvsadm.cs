using FailoverIp.Interop.Lab;

namespace FailoverIp.IpvsInterop.Lab;

/// <summary>The tool a user has in hand, in one namespace: each namespace has a table of its own.</summary>
/// <param name="networkNamespace">The namespace's name.</param>
internal sealed class Ipvsadm(string networkNamespace)
{
    /// <summary>Runs <c>ipvsadm</c> with arguments as one types them, separated by single spaces.</summary>
    /// <exception cref="InvalidOperationException">It ended with another status than 0.</exception>
    public Task<string> RunAsync(string arguments) => Shell.RunAsync("ip", ["netns", "exec", networkNamespace, "ipvsadm", .. arguments.Split(' ')]);

    /// <summary>The same, where a refusal is an answer too.</summary>
    public Task<(int Status, string Output, string Errors)> TryRunAsync(string arguments) =>
        Shell.TryRunAsync("ip", ["netns", "exec", networkNamespace, "ipvsadm", .. arguments.Split(' ')]);

    /// <summary>Several commands, one a line without "ipvsadm", in one process: <c>ipvsadm -R</c>.</summary>
    public async Task RestoreAsync(params IEnumerable<string> lines)
    {
        var file = Path.GetTempFileName();
        await File.WriteAllLinesAsync(file, lines);
        await Shell.RunAsync("ip", "netns", "exec", networkNamespace, "sh", "-c", "ipvsadm -R <\"$0\"", file);
        File.Delete(file);
    }

    /// <summary>The whole table as commands, <c>ipvsadm -S -n</c>: everything that can be set except the thresholds.</summary>
    public async Task<IReadOnlyList<string>> SaveAsync() => [.. (await RunAsync("-S -n")).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];

    /// <summary>The table as <c>ipvsadm -Ln</c> shows it.</summary>
    public async Task<IReadOnlyList<ListedService>> ListAsync() => IpvsadmList.Parse(await RunAsync("-Ln"));

    /// <summary>The thresholds: <c>ipvsadm -Ln --thresholds</c>, where the two numbers stand for the upper and the lower one.</summary>
    public async Task<IReadOnlyList<ListedService>> ListThresholdsAsync() => IpvsadmList.Parse(await RunAsync("-Ln --thresholds"));

    /// <summary>The counters: <c>ipvsadm -Ln --stats --exact</c>.</summary>
    public async Task<IReadOnlyList<ListedService>> ListStatisticsAsync() => IpvsadmList.Parse(await RunAsync("-Ln --stats --exact"));
}
