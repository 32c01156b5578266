using System.Net;
using FailoverIp.Simulation;
using FailoverIp.Vrrp;
using Microsoft.Extensions.DependencyInjection;

namespace Samples.Tests;

/// <summary>samples/Worker and samples/ConsoleHost, as they are.</summary>
public class WorkerTests
{
    [Fact]
    public async Task The_worker_works_on_the_Active_machine_alone()
    {
        var lan = new SimulatedLan();
        var inbox = Directory.CreateTempSubdirectory("fip-inbox-");
        await using var s1 = await StartAsync(lan, "s1", 255, inbox.FullName);
        await using var s2 = await StartAsync(lan, "s2", 100, inbox.FullName);

        await File.WriteAllTextAsync(Path.Combine(inbox.FullName, "a.csv"), "1;2");
        await Until.Async(() => inbox.GetFiles().Length == 0);
        s1.RequestStop();
        await s1.EndAsync();
        await File.WriteAllTextAsync(Path.Combine(inbox.FullName, "b.csv"), "3;4");
        await Until.Async(() => inbox.GetFiles().Length == 0);

        s2.Get<FailoverIp.Node.IFailoverNode>().GetStatus().Instances[0].State.ShouldBe(VrrpState.Active);
        inbox.Delete();
    }

    [Fact]
    public async Task The_smallest_host_starts_and_stops()
    {
        var lan = new SimulatedLan();
        await using var netcup = await NetcupRestSimulator.StartAsync();
        await using var run = await SampleRun.StartAsync("ConsoleHost",
            [
                "--Logging:LogLevel:Default=None", $"--FailoverIp:Providers:netcup:BaseAddress={netcup.BaseAddress}", $"--FailoverIp:Providers:netcup:RefreshTokenFile={TokenFile.Write(netcup)}",
            ],
            services => services.AddSingleton<IVrrpEngine>(lan.AddHost("s1", IPAddress.Parse("10.132.0.10")).CreateEngine()));

        await Until.Async(() => netcup.Scp.OwnerOf("203.0.113.10") == "v2200000000000000001");
    }

    private static Task<SampleRun> StartAsync(SimulatedLan lan, string name, int priority, string inbox) => SampleRun.StartAsync("Worker",
        ["--Logging:LogLevel:Default=None", $"--Inbox={inbox}", $"--FailoverIp:Node={name}", $"--FailoverIp:Vrrp:Instances:VI_1:Priority={priority}"],
        services => services.AddSingleton<IVrrpEngine>(lan.AddHost(name, IPAddress.Parse(name == "s1" ? "10.132.0.10" : "10.132.0.11")).CreateEngine()));
}
