using System.Globalization;
using System.Text.Json.Nodes;
using FailoverIp.Interop.Lab;
using FailoverIp.Interop.Peers;

namespace FailoverIp.Interop.Vrrp.Scenarios;

/// <summary>Notify scripts and FIFOs, the same ones under keepalived and ours, of an instance and of a sync group that has no other.</summary>
public sealed class NotifyTests
{
    private static readonly string[] States = ["master", "backup", "fault", "stop"];

    [SkippableFact]
    public async Task The_same_scripts_and_FIFO_readers_get_the_same_lines_from_keepalived_and_from_ours()
    {
        var withOurs = await RunAsync(PeerKind.Ours, PeerKind.Keepalived);
        var withKeepalived = await RunAsync(PeerKind.Keepalived, PeerKind.Ours);

        withOurs.ShouldBe(withKeepalived);
        withOurs["high any"].ShouldBe("x INSTANCE VI_1 BACKUP 200, x INSTANCE VI_1 MASTER 200, x INSTANCE VI_1 FAULT 200, x INSTANCE VI_1 BACKUP 200, x INSTANCE VI_1 MASTER 200, x INSTANCE VI_1 STOP 200");
        withOurs["high own"].ShouldBe("backup y, master y, fault y, backup y, master y, stop y");
        withOurs["low fifo"].ShouldBe("GROUP \"G\" BACKUP 0, INSTANCE \"VI_1\" BACKUP 100, INSTANCE \"VI_1\" MASTER 100, GROUP \"G\" MASTER 0, INSTANCE \"VI_1\" BACKUP 100, GROUP \"G\" BACKUP 0, "
            + "INSTANCE \"VI_1\" MASTER 100, GROUP \"G\" MASTER 0, INSTANCE \"VI_1\" STOP 100, GROUP \"G\" STOP 0");
        withOurs["high group"].ShouldBe("z GROUP G BACKUP 0, z GROUP G MASTER 0, z GROUP G FAULT 0, z GROUP G BACKUP 0, z GROUP G MASTER 0, z GROUP G STOP 0");
    }

    [SkippableFact]
    public async Task When_a_supervised_node_is_killed_its_script_is_too_before_the_next_node_begins_as_Backup()
    {
        await using var lab = await NetworkLab.CreateAsync("high");
        var node = new Node(lab, lab["high"], VrrpPlan.V3, 200) { IsSupervised = true };
        var script = await WriteAsync(lab, "hang.sh", "echo $$ > $1; trap '' TERM; sleep 600 & echo $! >> $1; wait; wait");
        node.Instance = instance => instance["Notify"] = new JsonObject
        {
            ["Active"] = $"/bin/sh {script} {lab.Folder}/pids",
            // One that waits for its parent to hear of its end does nothing any more.
            ["Backup"] = $"/bin/sh -c 'grep -qs ^State:.[RSDTI] /proc/$(head -n 1 {lab.Folder}/pids 2>/dev/null)/status && echo alive || echo gone'",
        };
        await node.StartAsync();
        await UntilAsync(lab, () => Lines($"{lab.Folder}/pids").Length == 2);
        var pids = Lines($"{lab.Folder}/pids");
        pids.ShouldAllBe(pid => IsAlive(pid));

        var child = int.Parse((await Shell.RunAsync("pgrep", "-P", node.Process.Id.ToString(CultureInfo.InvariantCulture))).Trim(), CultureInfo.InvariantCulture);
        await LabProcess.SignalAsync("KILL", [child]);

        await node.Process.WaitForLineAsync("processes that the node had started were killed", VrrpPlan.V3.Patience);
        pids.ShouldAllBe(pid => !IsAlive(pid));
        await UntilAsync(lab, () => node.Process.Lines.Count(l => l.EndsWith("/bin/sh: gone", StringComparison.Ordinal)) == 2); // before the first Active, and after the kill
        node.Process.Lines.ShouldNotContain(l => l.EndsWith("/bin/sh: alive", StringComparison.Ordinal));
        await node.StopAsync();
        node.ShouldHaveCleanLog();
    }

    /// <summary>A takeover and back, a second one, and the stop; what the scripts and readers of both wrote, in order.</summary>
    private static async Task<Dictionary<string, string>> RunAsync(PeerKind high, PeerKind low)
    {
        var plan = VrrpPlan.V3;
        await using var pair = await Pair.CreateAsync(plan, (lab, host) => Create(high, lab, host, plan, 200), (lab, host) => Create(low, lab, host, plan, 100));
        var lab = pair.Lab;
        // Tools that write beside each other may change their order: each has a file of its own.
        await WriteAsync(lab, "record.sh", "out=$1; shift; echo \"$@\" >> $out");
        await WriteAsync(lab, "reader.sh", "trap '' TERM; exec cat \"$2\" >> \"$1\"");

        await pair.High.StartAsync();
        await UntilAsync(lab, () => Any("high").EndsWith("MASTER 200", StringComparison.Ordinal));
        await pair.Low.StartAsync();
        await pair.ExpectOnlyActiveAsync(pair.High);
        await pair.High.Host.PullCableAsync();
        await UntilAsync(lab, () => Any("low").EndsWith("MASTER 100", StringComparison.Ordinal) && Any("high").EndsWith("FAULT 200", StringComparison.Ordinal));
        await pair.High.Host.PlugCableAsync();
        await UntilAsync(lab, () => Any("high").EndsWith("MASTER 200", StringComparison.Ordinal) && Any("low").EndsWith("BACKUP 100", StringComparison.Ordinal));
        await pair.High.StopAsync();
        await UntilAsync(lab, () => Any("low").EndsWith("MASTER 100", StringComparison.Ordinal));
        await pair.Low.StopAsync();

        // keepalived does not wait for what it has started last.
        var files = new[] { "high", "low" }.SelectMany(host => new[] { "any", "own", "fifo", "group" }.Select(what => (host, what))).ToList();
        await UntilAsync(lab, () => files.All(f => Lines($"{lab.Folder}/{f.host}.{f.what}") is [.., var last] && last.Contains(f.what == "fifo" ? "GROUP \"G\" STOP" : "stop", StringComparison.OrdinalIgnoreCase)));
        return files.ToDictionary(f => $"{f.host} {f.what}", f => string.Join(", ", Lines($"{lab.Folder}/{f.host}.{f.what}")));

        string Any(string host) => Lines($"{lab.Folder}/{host}.any") is [.., var last] ? last : "";
    }

    private static VrrpPeer Create(PeerKind kind, NetworkLab lab, LabHost host, VrrpPlan plan, int priority)
    {
        var files = $"{lab.Folder}/{host.Name}";
        string Record(string what, string words) => $"/bin/sh {lab.Folder}/record.sh {files}.{what} {words}";
        var reader = $"/bin/sh {lab.Folder}/reader.sh {files}.fifo";
        if (kind == PeerKind.Ours)
        {
            var notify = new JsonObject { ["Any"] = Record("any", "x") };
            foreach (var state in States)
                notify[state switch { "master" => "Active", "backup" => "Backup", "fault" => "Fault", _ => "Stop" }] = Record("own", $"{state} y");
            return new Node(lab, host, plan, priority)
            {
                Instance = instance => instance["Notify"] = notify.DeepClone(),
                Vrrp = vrrp => vrrp["SyncGroups"] = new JsonObject { ["G"] = new JsonObject { ["Instances"] = new JsonArray("VI_1"), ["Notify"] = new JsonObject { ["Any"] = Record("group", "z") } } },
                Section = section => section["Notify"] = new JsonObject { ["Fifo"] = files + ".pipe", ["FifoCommand"] = reader },
            };
        }
        return new Keepalived(lab, host, plan, priority)
        {
            More = string.Join('\n', States.Select(state => $"notify_{state} \"{Record("own", $"{state} y")}\"").Append($"notify \"{Record("any", "x")}\"")),
            After = $"global_defs {{\n script_user root\n notify_fifo {files}.pipe\n notify_fifo_script \"{reader}\"\n}}\nvrrp_sync_group G {{\n group {{\n  VI_1\n }}\n notify \"{Record("group", "z")}\"\n}}\n",
        };
    }

    private static async Task<string> WriteAsync(NetworkLab lab, string name, string script)
    {
        var path = Path.Combine(lab.Folder, name);
        await File.WriteAllTextAsync(path, script + "\n");
        return path;
    }

    private static string[] Lines(string path) => File.Exists(path) ? File.ReadAllLines(path) : [];

    private static bool IsAlive(string pid) => File.Exists($"/proc/{pid}/stat") && !File.ReadAllText($"/proc/{pid}/stat").Contains(") Z ", StringComparison.Ordinal);

    private static Task UntilAsync(NetworkLab lab, Func<bool> condition) => Until.TrueAsync(() => Task.FromResult(condition()), VrrpPlan.V3.Patience, lab.Describe);
}
