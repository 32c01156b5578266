using System.Collections.Concurrent;
using System.Net;
using FailoverIp;
using FailoverIp.Node;
using FailoverIp.Simulation;
using FailoverIp.Vrrp;
using Microsoft.Extensions.DependencyInjection;

namespace Samples.Tests;

/// <summary>samples/WebApi on two machines of a LAN in memory, with netcup's API as a simulator over HTTP.</summary>
public class WebApiTests
{
    [Fact]
    public async Task Two_of_them_are_one_service_that_moves_when_one_is_unwell_and_when_one_is_stopped()
    {
        var lan = new SimulatedLan();
        var resigned = new ConcurrentQueue<string>();
        await using var netcup = await NetcupRestSimulator.StartAsync();
        lan.Sent += packet =>
        {
            if (packet.Priority == 0)
                resigned.Enqueue($"{packet.From.Name}, with the address at {netcup.Scp.OwnerOf("203.0.113.10")}");
        };
        var (store1, store2) = (Directory.CreateTempSubdirectory("fip-store-"), Directory.CreateTempSubdirectory("fip-store-"));
        await using var s1 = await StartAsync(lan, netcup, "s1", "10.132.0.10", 200, 1, store1.FullName);
        await using var s2 = await StartAsync(lan, netcup, "s2", "10.132.0.11", 160, 2, store2.FullName);
        using var client = new HttpClient();

        await Until.Async(() => IsActive(s1) && StateOf(s2) == VrrpState.Backup && Written(store1) > 2);
        netcup.Scp.OwnerOf("203.0.113.10").ShouldBe("v2200000000000000001");
        (await client.GetStringAsync(s1.Url)).ShouldMatch("^s1 is Active and has written \\d+ invoices\n$");
        // On a machine that is busy it may have been Active for a moment.
        (await client.GetStringAsync(s2.Url)).ShouldMatch("^s2 is Backup and has written \\d+ invoices\n$");
        (await client.GetStringAsync(new Uri(s1.Url, "health"))).ShouldBe("Healthy");

        // Its store is gone: 200 - 50 is less than 160.
        var written = Written(store2);
        store1.Delete(recursive: true);
        await Until.Async(() => IsActive(s2) && Written(store2) > written);
        using (var health = await client.GetAsync(new Uri(s1.Url, "health")))
            health.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        store1.Create();
        await Until.Async(() => IsActive(s1) && Written(store1) > 2);
        written = Written(store2);

        s1.RequestStop();
        await s1.EndAsync();
        await Until.Async(() => IsActive(s2) && Written(store2) > written);

        resigned.ShouldContain("s1, with the address at v2200000000000000002");
        netcup.Scp.OwnerOf("203.0.113.10").ShouldBe("v2200000000000000002");
    }

    private static bool IsActive(SampleRun run) =>
        run.Get<IFailoverNode>().GetStatus() is { Instances: [{ State: VrrpState.Active }], Addresses: [{ State: RouteKeeperState.Routed }] };

    private static VrrpState StateOf(SampleRun run) => run.Get<IFailoverNode>().GetStatus().Instances.Single().State;

    private static int Written(DirectoryInfo store) =>
        File.Exists(Path.Combine(store.FullName, "invoices.txt")) ? File.ReadLines(Path.Combine(store.FullName, "invoices.txt")).Count() : 0;

    private static Task<SampleRun> StartAsync(SimulatedLan lan, NetcupRestSimulator netcup, string name, string address, int priority, int server, string store)
    {
        return SampleRun.StartAsync("WebApi",
            [
                "--urls=http://127.0.0.1:0", $"--Store:Folder={store}", "--Invoices:Interval=00:00:00.02", "--Logging:LogLevel:Default=None",
                $"--FailoverIp:Node={name}", $"--FailoverIp:Vrrp:Instances:VI_1:Priority={priority}",
                "--FailoverIp:Vrrp:Instances:VI_1:Version=3", "--FailoverIp:Vrrp:Instances:VI_1:AdvertisementInterval=00:00:00.5",
                $"--FailoverIp:Providers:netcup:BaseAddress={netcup.BaseAddress}", $"--FailoverIp:Providers:netcup:RefreshTokenFile={TokenFile.Write(netcup)}",
                "--FailoverIp:Addresses:web:Retry:Delay=00:00:00.1",
                $"--FailoverIp:Addresses:web:Target:Server=v220000000000000000{server}", $"--FailoverIp:Addresses:web:HandOver:Target:Server=v220000000000000000{3 - server}",
            ],
            services => services.AddSingleton<IVrrpEngine>(lan.AddHost(name, IPAddress.Parse(address)).CreateEngine()));
    }
}
