using System.Net;
using FailoverIp.Lvs;
using FailoverIp.Simulation;
using FailoverIp.Vrrp;
using FailoverIp.Vrrp.Ipvs;
using FailoverIp.Vrrp.Netfilter;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace FailoverIp.Node.Tests;

public class OwnCheckTests
{
    [Fact]
    public async Task An_application_adds_its_own_check_to_what_the_section_says()
    {
        var (time, ipvs) = (new VirtualTimeProvider(), new SimulatedIpvs());
        var builder = Host.CreateEmptyApplicationBuilder(new() { DisableDefaults = true });
        builder.Configuration.AddJsonStream(new MemoryStream("""
            { "FailoverIp": { "Sysctls": "Ignore", "VirtualServers": { "http": { "Address": "203.0.113.10:80", "RealServers": [ { "Address": "10.0.0.1:80" }, { "Address": "10.0.0.2:80" } ] } } } }
            """u8.ToArray()));
        builder.Services.AddSingleton<TimeProvider>(time).AddSingleton<IIpvsReconciler>(ipvs).AddSingleton<IRedirectRules>(new FakeRedirects()).AddSingleton<IVrrpEngine>(new FakeEngine());
        var check = new DelegateCheckOptions { Check = _ => new(CheckResult.Fail("no")), Timing = new() { Retry = 0 } };
        builder.Services.AddFailoverIpNode(builder.Configuration.GetSection("FailoverIp"), options => options.WithCheck("http", IPEndPoint.Parse("10.0.0.2:80"), check));
        using var host = builder.Build();

        await host.StartAsync();
        await time.UntilAsync(() => ipvs.Table is [var only] && only.Destinations is [var left] && left.Address.Equals(IPEndPoint.Parse("10.0.0.1:80")));
        await host.StopAsync();
    }

    [Fact]
    public void A_check_for_nobody_is_refused()
    {
        var options = new NodeOptions
        {
            VirtualServers = [new(new() { Name = "http", Key = IpvsServiceKey.Of(IpvsProtocol.Tcp, IPEndPoint.Parse("203.0.113.10:80")), RealServers = [new() { Address = IPEndPoint.Parse("10.0.0.1:80") }] })],
        };

        Should.Throw<ArgumentException>(() => options.WithCheck("https", null, new PingCheckOptions())).Message.ShouldContain("\"https\"");
        Should.Throw<ArgumentException>(() => options.WithCheck("http", IPEndPoint.Parse("10.0.0.9:80"), new PingCheckOptions())).Message.ShouldContain("10.0.0.9:80");
        options.WithCheck("http", null, new PingCheckOptions()).VirtualServers[0].Options.RealServers[0].Checks.ShouldBe([new PingCheckOptions()]);
    }
}
