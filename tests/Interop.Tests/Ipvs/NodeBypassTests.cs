using FailoverIp.Interop.Lab;
using FailoverIp.Interop.Peers;

namespace FailoverIp.Interop.Ipvs;

/// <summary>The bypass of a running node in nf_tables, for both families: with the role, after a clean stop, and after a run without it. The kernel need not have IPVS for that.</summary>
public sealed class NodeBypassTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [SkippableFact]
    public async Task The_packet_filter_follows_the_role_and_outlives_a_clean_stop()
    {
        Requirements.Demand();
        await using var lab = await NetworkLab.CreateAsync("high", "bypass");
        var peer = Start(lab, "high", 200, bypass: false);
        await lab["high"].WaitForAddressAsync("10.132.0.100/32", present: true, timeout: Patience);

        var node = Start(lab, "bypass", 100, bypass: true);
        await RulesAsync(lab, "while Backup", "ip daddr 10.132.0.100 tcp dport 80 redirect", "ip6 daddr 2001:db8::100 tcp dport 80 redirect");

        await peer.SignalAsync("TERM");
        (await peer.WaitForExitAsync(Patience)).ShouldBe(0, lab.Describe());
        await lab["bypass"].WaitForAddressAsync("10.132.0.100/32", present: true, timeout: Patience);
        await RulesAsync(lab, "while Active", "ip daddr 10.132.0.100 tcp dport 80 ct ", "ip6 daddr 2001:db8::100 tcp dport 80 ct ");

        await node.SignalAsync("TERM");
        (await node.WaitForExitAsync(Patience)).ShouldBe(0, lab.Describe());
        await lab["bypass"].WaitForAddressAsync("10.132.0.100/32", present: false);
        await RulesAsync(lab, "after a clean stop", "ip daddr 10.132.0.100 tcp dport 80 redirect", "ip6 daddr 2001:db8::100 tcp dport 80 redirect");

        var without = Start(lab, "bypass", 100, bypass: false);
        await Until.TrueAsync(async () => (await RulesetAsync(lab)).Length == 0, Patience, lab.Describe);
        await without.SignalAsync("TERM");
        (await without.WaitForExitAsync(Patience)).ShouldBe(0, lab.Describe());
    }

    private static LabProcess Start(NetworkLab lab, string host, int priority, bool bypass)
    {
        var file = Path.Combine(lab.Folder, host + ".json");
        var flag = bypass ? "true" : "false";
        File.WriteAllText(file, $$"""
            { "FailoverIp": { "Node": "{{Path.GetFileName(lab.Folder)}}{{host}}", "Sysctls": "Ignore",
                "Vrrp": { "Instances": { "VI_1": { "Interface": "eth1", "VirtualRouterId": 101, "Version": 3, "AdvertisementInterval": "00:00:00.2", "Priority": {{priority}},
                    "VirtualAddresses": [ "10.132.0.100" ], "ExcludedAddresses": [ "2001:db8::100" ] } } },
                "VirtualServers": {
                    "http": { "Address": "10.132.0.100:80", "Method": "DR", "Bypass": {{flag}}, "RealServers": [ { "Address": "10.132.0.20:80" } ] },
                    "http6": { "Address": "[2001:db8::100]:80", "Method": "DR", "Bypass": {{flag}}, "RealServers": [ { "Address": "[2001:db8::20]:80" } ] } } } }
            """);
        return Tool.Start(lab[host], "run", "-c", file, "--control", Path.Combine(lab.Folder, host + ".sock"));
    }

    private static async Task<string> RulesetAsync(NetworkLab lab) => (await lab["bypass"].RunAsync("nft", "list", "ruleset")).Output.Trim();

    private static async Task RulesAsync(NetworkLab lab, string when, params string[] rules)
    {
        var ruleset = "";
        await Until.TrueAsync(
            async () => (ruleset = await RulesetAsync(lab)) is var text && rules.All(r => text.Contains(r, StringComparison.Ordinal)),
            Patience,
            () => $"{when}: {string.Join(" and ", rules)}, but\n{ruleset}\n{lab.Describe()}");
        ruleset.Split('\n').Count(l => l.Contains("daddr", StringComparison.Ordinal)).ShouldBe(rules.Length, $"{when}, and nothing else\n{ruleset}");
    }
}
