using FailoverIp.Interop.Lab;
using FailoverIp.Interop.Peers;

namespace FailoverIp.Interop.Ipvs;

/// <summary>A kernel without IPVS: one line, and everything else goes on.</summary>
public sealed class MissingIpvsTests
{
    private const string Reason = "this kernel has no IPVS: load it with `modprobe ip_vs`, or boot a kernel that has it (CONFIG_IP_VS)";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [SkippableFact]
    public async Task The_command_fails_with_one_line()
    {
        await using var lab = await LabAsync();

        var (status, output, errors) = await Tool.RunAsync(lab["alone"], "ipvs", "list");

        status.ShouldBe(1);
        output.ShouldBeEmpty();
        errors.TrimEnd().ShouldEndWith(Reason);
        errors.TrimEnd().ShouldNotContain('\n');
    }

    [SkippableFact]
    public async Task The_node_says_so_once_and_its_election_and_its_checks_go_on()
    {
        await using var lab = await LabAsync();
        var file = Path.Combine(lab.Folder, "alone.json");
        await File.WriteAllTextAsync(file, """
            { "FailoverIp": { "Node": "alone",
                "Vrrp": { "Instances": { "VI_1": { "Interface": "eth1", "VirtualRouterId": 101, "VirtualAddresses": [ "10.132.0.100" ] } } },
                "VirtualServers": { "http": { "Address": "10.132.0.100:80", "Scheduler": "rr", "Method": "DR", "DelayLoop": "00:00:01",
                    "RealServers": [ { "Address": "10.132.0.10:80", "Checks": [ { "Type": "Tcp", "ConnectTimeout": "00:00:01", "Retry": 0, "Warmup": "00:00:00" } ] } ] } } } }
            """);
        var node = Tool.Start(lab["alone"], "run", "-c", file, "--control", Path.Combine(lab.Folder, "alone.sock"));

        await node.WaitForLineAsync(Reason, Patience);
        await node.WaitForLineAsync("real server 10.132.0.10:80 is down", Patience);
        await lab["alone"].WaitForAddressAsync("10.132.0.100/32", present: true, timeout: Patience);
        node.Lines.Count(l => l.Contains("IPVS", StringComparison.Ordinal)).ShouldBe(1, lab.Describe());

        await node.SignalAsync("TERM");
        (await node.WaitForExitAsync(Patience)).ShouldBe(0, lab.Describe());
    }

    private static async Task<NetworkLab> LabAsync()
    {
        Requirements.Demand();
        Skip.If(await HasIpvsAsync(), "this kernel has IPVS");
        return await NetworkLab.CreateAsync("alone");
    }

    private static async Task<bool> HasIpvsAsync()
    {
        // As the tool does: where there is a module, it is loaded.
        if (!File.Exists("/proc/net/ip_vs") && Requirements.MissingTools("modprobe") is null)
            await Shell.TryRunAsync("modprobe", "ip_vs");
        return File.Exists("/proc/net/ip_vs");
    }
}
