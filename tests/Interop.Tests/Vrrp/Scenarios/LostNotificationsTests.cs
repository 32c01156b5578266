using System.Text.Json;
using System.Text.Json.Nodes;
using FailoverIp.Interop.Lab;
using FailoverIp.Interop.Peers;

namespace FailoverIp.Interop.Vrrp.Scenarios;

/// <summary>The kernel tells more than a node that stands still can hold (ENOBUFS), and among what is lost is the end of what the node holds.</summary>
public sealed class LostNotificationsTests
{
    private const string Route = "10.77.0.0/16";
    private const int FromTable = 4711;
    private const int Flaps = 8000;

    // Such intervals that a halt of some seconds is none for the election: what comes back comes back because it was looked for.
    private static readonly VrrpPlan Plan = VrrpPlan.V3 with { Interval = TimeSpan.FromSeconds(30) };

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    [SkippableFact]
    public async Task What_went_while_notifications_were_lost_is_put_back_without_a_change_of_role()
    {
        await using var lab = await NetworkLab.CreateAsync("a");
        var host = lab["a"];
        var node = new Node(lab, host, Plan, 255)
        {
            Instance = i =>
            {
                i["VirtualRoutes"] = new JsonArray($"{Route} dev eth1");
                i["VirtualRules"] = new JsonArray($"from {Route} table {FromTable} priority 500");
            },
        };
        await node.StartAsync();
        await host.WaitForAddressAsync(Plan.KernelAddress, present: true);
        await Until.TrueAsync(() => HasRouteAndRuleAsync(host), Plan.Patience, () => $"route and rule\n{lab.Describe()}");
        var epoch = (await node.ReadInstanceAsync()).GetProperty("epoch").GetInt64();

        await node.Process.SignalAsync("STOP");
        await Shell.IpBatchAsync(host.Namespace, Churn());
        var lost = await DropsAsync(node);
        await Shell.IpBatchAsync(host.Namespace, [$"addr del {Plan.KernelAddress} dev eth1", $"route del {Route} dev eth1", $"rule del from {Route} table {FromTable}"]);
        (await DropsAsync(node)).ShouldBeGreaterThan(lost, "what was deleted is among what the kernel could not tell");
        lost.ShouldBeGreaterThan(0);
        await node.Process.SignalAsync("CONT");

        await host.WaitForAddressAsync(Plan.KernelAddress, present: true, timeout: Soon);
        await Until.TrueAsync(() => HasRouteAndRuleAsync(host), Soon, () => $"route and rule again\n{lab.Describe()}");
        await node.Process.WaitForLineAsync("notifications about interfaces were lost; everything is read again", Soon);
        await node.Process.WaitForLineAsync("notifications about routes were lost; what is held is put in place again", Soon);
        var instance = await node.ReadInstanceAsync();
        (instance.GetProperty("state").GetString(), instance.GetProperty("epoch").GetInt64()).ShouldBe(("Active", epoch), lab.Describe());

        // It hears again: what goes now is told, and an interface that has gone down meanwhile would be too.
        await Shell.RunAsync("ip", "-n", host.Namespace, "addr", "del", Plan.KernelAddress, "dev", "eth1");
        await host.WaitForAddressAsync(Plan.KernelAddress, present: true, timeout: Soon);
        await host.PullCableAsync();
        await Until.TrueAsync(async () => (await node.ReadInstanceAsync()).GetProperty("state").GetString() == "Fault", Soon, () => $"Fault without a carrier\n{lab.Describe()}");
        node.ShouldHaveCleanLog();
    }

    // Each address is told by itself, and so is the route to it; both sockets hold a few thousand.
    private static IEnumerable<string> Churn()
    {
        for (var i = 0; i < Flaps; i++)
        {
            yield return "addr add 172.16.0.1/32 dev eth0";
            yield return "addr del 172.16.0.1/32 dev eth0";
        }
    }

    // The last but one column of the kernel's list of netlink sockets counts what each has lost.
    private static async Task<long> DropsAsync(Node node) => (await File.ReadAllLinesAsync($"/proc/{node.Process.Id}/net/netlink"))
        .Skip(1).Select(l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Where(l => l[1] == "0" && l[3] != "00000000").Sum(l => long.Parse(l[8], null));

    private static async Task<bool> HasRouteAndRuleAsync(LabHost host)
    {
        var routes = await Shell.RunAsync("ip", "-n", host.Namespace, "-j", "route", "show", Route);
        var rules = await Shell.RunAsync("ip", "-n", host.Namespace, "-j", "rule");
        return routes.Contains(Route, StringComparison.Ordinal)
            && JsonDocument.Parse(rules).RootElement.EnumerateArray().Any(r => r.GetProperty("table").GetString() == $"{FromTable}");
    }
}
