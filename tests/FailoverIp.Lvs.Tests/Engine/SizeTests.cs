using System.Diagnostics;
using System.Net;
using FailoverIp.Vrrp.Ipvs;
using Shouldly;
using static FailoverIp.Lvs.Tests.Samples;

namespace FailoverIp.Lvs.Tests.Engine;

public class SizeTests
{
    [Fact]
    public async Task A_reload_of_thousands_of_services_finds_the_one_change()
    {
        await using var bench = new EngineBench();
        await bench.Engine.StartAsync(Many(0));
        bench.Made.ShouldBe(37_205);
        var (writes, looks) = (bench.Table.Writes, bench.Table.Reconciliations.Calls);
        writes.ShouldBe(2_277 + 37_205);

        var same = Many(0);
        var watch = Stopwatch.StartNew();
        await bench.Engine.ApplyAsync(same);
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(5)); // a hundredth of a second or ten on a quiet machine; a comparison of each with each takes minutes
        bench.Table.Reconciliations.Calls.ShouldBe(looks); // nothing to ask the kernel for

        await bench.Engine.ApplyAsync(Many(7));
        (bench.Table.Writes - writes).ShouldBe(1);
        bench.Made.ShouldBe(37_205);
    }

    // 2,277 services, of which 773 have 17 real servers and the others 16.
    private static VirtualServerOptions[] Many(int weight) => [.. Enumerable.Range(0, 2_277).Select(i =>
        Service($"web{i}", 80, [.. Enumerable.Range(0, i < 773 ? 17 : 16).Select(j => new RealServerOptions
        {
            Address = new(new IPAddress((uint)(10 | (i << 8) | (j << 24))), 80), Weight = i == 1_000 && j == 3 ? 1 + weight : 1, Checks = [new SampleCheck("a")],
        })]) with { Key = IpvsServiceKey.Of(IpvsProtocol.Tcp, new(new IPAddress((uint)(192 | (i << 8))), 80)) })];
}
