using System.Text.Json;
using FailoverIp.Interop.Lab;
using FailoverIp.Interop.Peers;
using FailoverIp.IpvsInterop.Lab;

namespace FailoverIp.IpvsInterop.Table;

/// <summary>A process without CAP_NET_ADMIN, in a kernel that has IPVS: one line, and the rest goes on.</summary>
public sealed class MissingRightTests
{
    private const string Line = "the right to use IPVS is missing: run as root or with CAP_NET_ADMIN";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);
    private static readonly string[] Without = ["--bounding-set=-net_admin", "--inh-caps=-net_admin", "dotnet"];

    [SkippableFact]
    public async Task The_command_fails_with_one_line()
    {
        await using var lab = await LabNamespace.CreateAsync();

        var (status, output, errors) = await lab.RunAsync("setpriv", [.. Without, Tool.Path, "ipvs", "list"]);

        (status, output).ShouldBe((1, ""));
        errors.Trim().ShouldContain(Line);
        errors.Trim().ShouldNotContain('\n');
    }

    [SkippableFact]
    public async Task The_node_says_so_once_and_checks_and_answers_all_the_same()
    {
        await using var lab = await LabNamespace.CreateAsync();
        var folder = Directory.CreateTempSubdirectory("fip-right").FullName;
        var (file, socket) = (Path.Combine(folder, "node.json"), Path.Combine(folder, "c.sock"));
        await File.WriteAllTextAsync(file, """
            { "FailoverIp": { "Node": "powerless", "Sysctls": "Ignore",
                "VirtualServers": { "http": { "Address": "203.0.113.10:80", "DelayLoop": "00:00:01",
                    "RealServers": [ { "Address": "127.0.0.1:80", "Checks": [ { "Type": "Tcp", "ConnectTimeout": "00:00:01", "Retry": 0, "Warmup": "00:00:00" } ] } ] } } } }
            """);
        await using var node = LabProcess.Start("powerless", lab.Name, "setpriv", [.. Without, Tool.Path, "run", "-c", file, "--control", socket]);

        await node.WaitForLineAsync(Line, Patience);
        await node.WaitForLineAsync("real server 127.0.0.1:80 is down", Patience);
        var (status, output, errors) = await lab.RunAsync("dotnet", Tool.Path, "status", "--json", "--control", socket);

        status.ShouldBe(0, errors);
        JsonDocument.Parse(output).RootElement.GetProperty("virtualServers")[0].GetProperty("problem").GetString().ShouldNotBeNull().ShouldContain(Line);
        node.Lines.Count(l => l.Contains(Line, StringComparison.Ordinal)).ShouldBe(1);
        await node.SignalAsync("TERM");
        (await node.WaitForExitAsync(Patience)).ShouldBe(0);
        Directory.Delete(folder, recursive: true);
    }
}
