using System.Net;
using FailoverIp.Interop.Lab;
using FailoverIp.Interop.Peers;
using FailoverIp.IpvsInterop.Lab;

namespace FailoverIp.IpvsInterop.Post;

/// <summary>
/// Two directors before two web servers that are machines of their own. The Active director's process is killed while its machine lives on with address and table;
/// clients ask all the while.
/// </summary>
public sealed class KilledDirectorTests
{
    private const string Shared = "10.132.0.100";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    // Three intervals and Skew_Time of the slower one, 0.72 s, and what a busy guest with one processor adds; the client asks four times a second.
    private const int MostLost = 8;

    [SkippableFact]
    public async Task The_other_takes_address_and_table_and_clients_are_served_throughout()
    {
        await IpvsKernel.DemandAsync();
        await using var lab = await NetworkLab.CreateAsync("one", "two", "web1", "web2", "client");
        using var web1 = await WebAsync(lab, "web1", PostLab.Page1);
        using var web2 = await WebAsync(lab, "web2", PostLab.Page2);
        await Shell.IpBatchAsync(lab["client"].Namespace, [.. Enumerable.Range(101, 4).Select(n => $"addr add 10.132.0.{n}/24 dev eth1")]);
        var one = Start(lab, "one", 200);
        var two = Start(lab, "two", 100);
        await lab["one"].WaitForAddressAsync($"{Shared}/32", present: true, timeout: Patience);
        await TablesAsync(lab, "one", "two");

        await using (var a = Watch.Start(Client(lab, 101)))
        await using (var b = Watch.Start(Client(lab, 102)))
        {
            await Until.TrueAsync(() => Task.FromResult(a.Answers.Count > 3 && b.Answers.Count > 3), Patience, lab.Describe);
            await one.SignalAsync("KILL");
            await lab["two"].WaitForAddressAsync($"{Shared}/32", present: true, timeout: Patience);
            (await lab["one"].ReadAddressesAsync()).ShouldContain($"{Shared}/32", "the machine lives, and nobody has cleaned it");
            var (inA, inB) = (a.Answers.Count, b.Answers.Count);
            await Until.TrueAsync(() => Task.FromResult(a.Answers.Count > inA + 12 && b.Answers.Count > inB + 12), Patience, lab.Describe);
            await TablesAsync(lab, "two");

            // Started again it finds address and table of its dead run, and takes its role back.
            one = Start(lab, "one", 200);
            await lab["two"].WaitForAddressAsync($"{Shared}/32", present: false, timeout: Patience);
            await TablesAsync(lab, "one", "two");
            (inA, inB) = (a.Answers.Count, b.Answers.Count);
            await Until.TrueAsync(() => Task.FromResult(a.Answers.Count > inA + 8 && b.Answers.Count > inB + 8), Patience, lab.Describe);
            foreach (var watch in new[] { a, b })
            {
                var answers = await watch.EndAsync();
                answers.Count(x => x.StartsWith('(')).ShouldBeLessThanOrEqualTo(MostLost, string.Join('\n', answers) + lab.Describe());
                answers.TakeLast(4).ShouldAllBe(x => x == PostLab.Page1 || x == PostLab.Page2);
            }
        }
        new[] { await Client(lab, 103).AskAsync(), await Client(lab, 104).AskAsync() }.ShouldBe([PostLab.Page1, PostLab.Page2], ignoreOrder: true);
        await one.SignalAsync("TERM");
        await two.SignalAsync("TERM");
        (await one.WaitForExitAsync(Patience), await two.WaitForExitAsync(Patience)).ShouldBe((0, 0), lab.Describe());
    }

    private static WebClient Client(NetworkLab lab, int number) => new(lab["client"].Namespace, $"10.132.0.{number}", Shared);

    /// <summary>A real server of direct routing: it has the address, and keeps quiet about it.</summary>
    private static async Task<WebServer> WebAsync(NetworkLab lab, string host, string page)
    {
        await Shell.IpBatchAsync(lab[host].Namespace, [$"addr add {Shared}/32 dev lo"]);
        (await lab[host].RunAsync("sysctl", "-qw", "net.ipv4.conf.all.arp_ignore=1", "net.ipv4.conf.all.arp_announce=2")).Status.ShouldBe(0);
        var root = Directory.CreateDirectory(Path.Combine(lab.Folder, host)).FullName;
        await File.WriteAllTextAsync(Path.Combine(root, "index.html"), page + "\n");
        return await WebServer.StartAsync(lab[host].Namespace, root, IPAddress.Any);
    }

    private static LabProcess Start(NetworkLab lab, string host, int priority)
    {
        var file = Path.Combine(lab.Folder, host + ".json");
        var real = string.Join(", ", new[] { 30, 40 }.Select(n =>
            $$"""{ "Address": "10.132.0.{{n}}:80", "Checks": [ { "Type": "HttpGet", "Path": "/index.html", "ConnectTimeout": "00:00:03", "Warmup": "00:00:00" } ] }"""));
        File.WriteAllText(file, $$"""
            { "FailoverIp": { "Node": "{{Path.GetFileName(lab.Folder)}}{{host}}",
                "Vrrp": { "Instances": { "VI_1": { "Interface": "eth1", "VirtualRouterId": 51, "Version": 3, "AdvertisementInterval": "00:00:00.2", "Priority": {{priority}},
                    "VirtualAddresses": [ "{{Shared}}" ] } } },
                "VirtualServers": { "http": { "Address": "{{Shared}}:80", "Scheduler": "rr", "Method": "DR", "DelayLoop": "00:00:02", "RealServers": [ {{real}} ] } } } }
            """);
        return Tool.Start(lab[host], "run", "-c", file, "--control", Path.Combine(lab.Folder, host + ".sock"));
    }

    private static async Task TablesAsync(NetworkLab lab, params string[] hosts)
    {
        foreach (var host in hosts)
        {
            string[] seen = [];
            await Until.TrueAsync(
                async () => (seen = [.. (await new Ipvsadm(lab[host].Namespace).ListAsync()).SelectMany(s => s.Destinations.Select(d => $"{d.Address} {d.Forward} {d.Weight}")).Order()])
                    .SequenceEqual(["10.132.0.30:80 Route 1", "10.132.0.40:80 Route 1"]),
                Patience,
                () => $"{host} has {string.Join(", ", seen)}\n{lab.Describe()}");
        }
    }
}
