using System.Globalization;
using System.Text.Json.Nodes;
using FailoverIp.Interop.Lab;
using FailoverIp.Interop.Peers;

namespace FailoverIp.Interop.Vrrp.Scenarios;

/// <summary>A script, a process and an interface that are tracked, and a file with weight 0: each moves the role away and back.</summary>
public sealed class TrackersTests
{
    // A name of its own: processes are those of the whole machine.
    private static readonly string Seconds = string.Create(CultureInfo.InvariantCulture, $"{100_000 + Environment.ProcessId}");

    [SkippableFact]
    public async Task Each_takes_the_priority_below_the_peers_and_gives_it_back()
    {
        var file = "";
        await using var pair = await Pair.CreateAsync(
            VrrpPlan.V3, (lab, host) => Tracking(lab, host, file = Path.Combine(lab.Folder, "well")), (lab, host) => new Keepalived(lab, host, VrrpPlan.V3, 100));
        var node = (Node)pair.High;
        await File.WriteAllTextAsync(file, "");
        var process = node.Host.Start("sleep", Seconds);
        await pair.StartAsync();

        File.Delete(file);
        await ExpectLowAsync(pair, 90);
        await File.WriteAllTextAsync(file, "");
        await ExpectHighAsync(pair);

        await process.SignalAsync("KILL");
        await ExpectLowAsync(pair, 91);
        process = node.Host.Start("sleep", Seconds);
        await ExpectHighAsync(pair);

        // Not the interface of the election: the adverts go on, with another priority.
        await node.Host.PullCableAsync("eth0");
        await ExpectLowAsync(pair, 92);
        await node.Host.PlugCableAsync("eth0");
        await ExpectHighAsync(pair);

        // While it was Active it advertised nothing but its own priority and those three.
        var told = pair.Lab.Capture.Adverts.Where(a => Pair.IsFrom(a, node)).Select(a => a.Priority).Distinct().ToArray();
        told.ShouldAllBe(p => p == 150 || (p >= 90 && p <= 92));
        node.ShouldHaveCleanLog();
    }

    [SkippableFact]
    public async Task With_weight_0_it_is_in_Fault_and_back()
    {
        var file = "";
        await using var pair = await Pair.CreateAsync(
            VrrpPlan.V3,
            (lab, host) => new Node(lab, host, VrrpPlan.V3, 150)
            {
                Vrrp = v => v["Trackers"] = new JsonObject { ["Scripts"] = new JsonObject { ["well"] = Script(file = Path.Combine(lab.Folder, "well")) } },
                Instance = i => i["TrackScripts"] = new JsonObject { ["well"] = 0 },
            },
            (lab, host) => new Keepalived(lab, host, VrrpPlan.V3, 100));
        var node = (Node)pair.High;
        await File.WriteAllTextAsync(Path.Combine(pair.Lab.Folder, "well"), "");
        await pair.StartAsync();
        var before = DateTime.UtcNow;

        File.Delete(file);
        pair.Lab.Touch();
        var resigned = await pair.Lab.Capture.WaitForAsync<Wire.AdvertFrame>("priority 0", pair.Plan.Patience, a => a.Priority == 0 && Pair.IsFrom(a, node), before);
        pair.ShouldTakeOverAfter(pair.Plan.Skew(100), resigned, await pair.FirstAdvertAsync(pair.Low, resigned.At));
        await node.Host.WaitForAddressAsync(pair.Plan.KernelAddress, present: false);
        (await node.ReadInstanceAsync()).GetProperty("state").GetString().ShouldBe("Fault");

        await File.WriteAllTextAsync(file, "");
        await ExpectHighAsync(pair);
        pair.Lab.Capture.Adverts.Where(a => Pair.IsFrom(a, node) && a.At > resigned.At).ShouldAllBe(a => a.Priority == 150, pair.Lab.Describe());
        node.ShouldHaveCleanLog();
    }

    private static Node Tracking(NetworkLab lab, LabHost host, string file) => new(lab, host, VrrpPlan.V3, 150)
    {
        Vrrp = v => v["Trackers"] = new JsonObject
        {
            ["Scripts"] = new JsonObject { ["well"] = Script(file) },
            ["Processes"] = new JsonObject { ["worker"] = new JsonObject { ["Process"] = "sleep", ["Parameters"] = Seconds } },
        },
        Instance = i =>
        {
            i["TrackScripts"] = new JsonObject { ["well"] = -60 };
            i["TrackProcesses"] = new JsonObject { ["worker"] = -59 };
            i["TrackInterfaces"] = new JsonObject { ["eth0"] = -58 };
        },
    };

    private static JsonObject Script(string file) =>
        new() { ["Command"] = new JsonArray("/usr/bin/test", "-e", file), ["Interval"] = "00:00:00.2", ["Timeout"] = "00:00:05", ["Rise"] = 2, ["Fall"] = 2 };

    private static async Task ExpectLowAsync(Pair pair, int effective)
    {
        var since = DateTime.UtcNow;
        pair.Lab.Touch();
        await pair.FirstAdvertAsync(pair.Low, since);
        pair.Lab.Touch(); // now it is decided, however long the tracker took to see it
        await pair.ExpectOnlyActiveAsync(pair.Low);
        var instance = await ((Node)pair.High).ReadInstanceAsync();
        (instance.GetProperty("state").GetString(), instance.GetProperty("priority").GetInt32(), instance.GetProperty("effectivePriority").GetInt32()).ShouldBe(("Backup", 150, effective), pair.Lab.Describe());
    }

    private static async Task ExpectHighAsync(Pair pair)
    {
        await pair.FirstAdvertAsync(pair.High, DateTime.UtcNow);
        pair.Lab.Touch();
        await pair.ExpectOnlyActiveAsync(pair.High);
    }
}
