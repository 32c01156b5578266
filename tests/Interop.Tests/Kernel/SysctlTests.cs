using System.Globalization;
using System.Net;
using FailoverIp.Interop.Lab;
using FailoverIp.Vrrp.Ipvs;
using FailoverIp.Vrrp.Kernel;

namespace FailoverIp.Interop.Kernel;

/// <summary>The real /proc/sys of a namespace, and the commands as an administrator runs them.</summary>
public sealed class SysctlTests
{
    private static int _namespaces;

    [SkippableFact]
    public async Task The_command_that_is_told_mends_what_is_wrong()
    {
        await using var host = await Host.CreateAsync();
        await host.RunAsync("sysctl", "-qw", "net.ipv4.ip_forward=0", "net.ipv4.conf.all.rp_filter=1", "net/ipv4/conf/eth1.100/rp_filter=0");

        var problems = await host.CheckAsync(c => c.Check(Facts()));

        problems.Select(p => (p.Name, p.Value)).ShouldBe([("net.ipv4.ip_forward", 0), ("net.ipv4.conf.all.rp_filter", 1)]);
        foreach (var problem in problems)
            await host.RunAsync("sh", "-c", problem.Command);
        (await host.CheckAsync(c => c.Check(Facts()))).ShouldBeEmpty();
    }

    [SkippableFact]
    public async Task Told_to_it_sets_them_itself()
    {
        await using var host = await Host.CreateAsync();
        await host.RunAsync("sysctl", "-qw", "net.ipv4.ip_forward=0", "net.ipv4.conf.all.rp_filter=0", "net/ipv4/conf/eth1.100/rp_filter=1");

        (await host.CheckAsync(c => c.Apply(Facts()))).ShouldBeEmpty();

        (await host.RunAsync("sysctl", "-n", "net.ipv4.ip_forward", "net/ipv4/conf/eth1.100/rp_filter")).Split('\n').Take(2).ShouldBe(["1", "2"]);
    }

    [SkippableFact]
    public async Task Without_the_right_the_line_says_that_it_could_not_be_set()
    {
        await using var host = await Host.CreateAsync();
        await host.RunAsync("sysctl", "-qw", "net.ipv4.ip_forward=0", "net.ipv4.conf.all.rp_filter=0", "net/ipv4/conf/eth1.100/rp_filter=0");

        var problem = (await host.CheckAsync(c =>
        {
            Rights.DropOnThisThread();
            return c.Apply(Facts());
        })).ShouldHaveSingleItem();

        problem.ToString().ShouldContain("it could not be set: the right is missing");
    }

    [SkippableFact]
    public async Task The_default_routes_are_found()
    {
        await using var host = await Host.CreateAsync();
        await host.RunAsync("ip", "route", "add", "default", "via", "10.2.0.9");

        var facts = await Within.RunAsync(host.Namespace, () => SysctlFacts.Of([]));

        facts.DefaultRouteInterfaces.ShouldBe(["eth1.100"]);
        facts.AdvertisedRouteInterfaces.ShouldBeEmpty();
        facts.LocalAddresses.ShouldContain(new SysctlLocalAddress("eth1.100", IPAddress.Parse("10.2.0.2")));
    }

    /// <summary>A service by NAT, and one whose real server is this host.</summary>
    private static SysctlFacts Facts() => SysctlFacts.Of(
    [
        Server("203.0.113.10:80", "10.2.0.3:8080", IpvsForwarding.Masquerade),
        Server("203.0.113.11:80", "10.2.0.2:80", IpvsForwarding.DirectRoute),
    ]);

    private static IpvsVirtualServer Server(string address, string realServer, IpvsForwarding forwarding) => new(
        new() { Key = IpvsServiceKey.Of(IpvsProtocol.Tcp, IPEndPoint.Parse(address)) }, [new() { Address = IPEndPoint.Parse(realServer), Forwarding = forwarding }]);

    /// <summary>A namespace with an interface whose name holds a dot.</summary>
    private sealed class Host : IAsyncDisposable
    {
        public string Namespace { get; } = string.Create(CultureInfo.InvariantCulture, $"{Leftovers.Prefix}{Environment.ProcessId}-sy{Interlocked.Increment(ref _namespaces)}");

        public static async Task<Host> CreateAsync()
        {
            Requirements.Demand();
            await Leftovers.RemoveAsync();
            var host = new Host();
            await Shell.RunAsync("ip", "netns", "add", host.Namespace);
            await Shell.IpBatchAsync(host.Namespace, ["link set lo up", "link add eth1.100 type veth peer name other", "link set eth1.100 up", "link set other up", "addr add 10.2.0.2/24 dev eth1.100"]);
            return host;
        }

        public Task<string> RunAsync(string command, params string[] arguments) => Shell.RunAsync("ip", ["netns", "exec", Namespace, command, .. arguments]);

        public Task<IReadOnlyList<SysctlProblem>> CheckAsync(Func<SysctlCheck, IReadOnlyList<SysctlProblem>> use) => Within.RunAsync(Namespace, () => use(new()));

        public async ValueTask DisposeAsync() => await Leftovers.DeleteAsync(Namespace);
    }
}
