using System.Net;
using System.Net.NetworkInformation;
using FailoverIp.Vrrp.Ipvs;
using FailoverIp.Vrrp.Kernel;

namespace FailoverIp.Node.Tests;

public class SysctlsTests
{
    private static readonly SysctlProblem Strict = new("net.ipv4.conf.eth1.rp_filter", 1, "eth1 drops packets", "sysctl -w net.ipv4.conf.eth1.rp_filter=2", IsRequired: true);

    private static readonly NodeOptions Options = TestNode.Options with
    {
        VirtualServers = [new(new() { Name = "http", Key = IpvsServiceKey.Of(IpvsProtocol.Tcp, IPEndPoint.Parse("203.0.113.10:80")), RealServers = [new() { Address = IPEndPoint.Parse("10.0.0.1:80") }] })],
    };

    [Theory]
    [InlineData(SysctlHandling.Ignore)]
    [InlineData(SysctlHandling.Check)]
    [InlineData(SysctlHandling.Set)]
    public async Task Kernel_settings_are_told_or_set_at_the_start(SysctlHandling handling)
    {
        var node = TestNode.Create(Options with { Sysctls = handling });
        await using (node)
        {
            node.Sysctls = node.Sysctls.Add(new("net.ipv4.ip_forward", 0, "answers are not sent on", "sysctl -w net.ipv4.ip_forward=1", IsRequired: true));
            node.Sysctls = node.Sysctls.Add(new("net.ipv4.vs.x", 0, "it is better so", "sysctl -w net.ipv4.vs.x=1", IsRequired: false));
            await node.StartHostAsync();

            node.SysctlCalls.ShouldBe(handling switch { SysctlHandling.Ignore => [], SysctlHandling.Check => [false], _ => [false, true] });
            node.Log.Lines.Where(l => l.Contains("kernel setting", StringComparison.Ordinal)).ShouldBe(handling switch
            {
                SysctlHandling.Ignore => [],
                SysctlHandling.Check =>
                [
                    "Warning: kernel setting net.ipv4.ip_forward is 0: answers are not sent on (sysctl -w net.ipv4.ip_forward=1)",
                    "Information: kernel setting net.ipv4.vs.x is 0: it is better so (sysctl -w net.ipv4.vs.x=1)",
                ],
                _ =>
                [
                    "Information: kernel setting set by sysctl -w net.ipv4.ip_forward=1; net.ipv4.ip_forward was 0: answers are not sent on",
                    "Information: kernel setting net.ipv4.vs.x is 0: it is better so (sysctl -w net.ipv4.vs.x=1)",
                ],
            });
        }
    }

    [Fact]
    public async Task They_are_looked_at_again_and_only_changes_are_told()
    {
        await using var node = await TestNode.StartAsync(Options);
        Lines(node).ShouldBeEmpty();

        // As when an interface has come up.
        node.Sysctls = [Strict];
        await node.UntilAsync(() => Lines(node).Length == 1);
        await LookAsync(node, 3);
        Lines(node).ShouldBe([$"Warning: kernel setting {Strict}"]);

        node.Sysctls = [];
        await node.UntilAsync(() => Lines(node).Length == 2);
        node.Sysctls = [Strict];
        await node.UntilAsync(() => Lines(node).Length == 3);
        Lines(node).ShouldBe([$"Warning: kernel setting {Strict}", $"Information: kernel setting as it should be, no more need for {Strict.Command}", $"Warning: kernel setting {Strict}"]);
    }

    [Fact]
    public async Task What_is_to_be_set_is_set_again()
    {
        await using var node = await TestNode.StartAsync(Options with { Sysctls = SysctlHandling.Set });

        node.Sysctls = [Strict];
        await node.UntilAsync(() => node.Sysctls.IsEmpty);
        await LookAsync(node, 2);

        Lines(node).ShouldBe([$"Information: kernel setting set by {Strict.Command}; {Strict.Name} was 1: {Strict.Reason}"]);
    }

    [Fact]
    public async Task A_machine_that_does_not_tell_its_settings_is_one_line_and_not_the_end_of_the_node()
    {
        var node = TestNode.Create(Options);
        await using (node)
        {
            node.SysctlsThrow = new NetworkInformationException(12);
            await node.StartHostAsync();
            await LookAsync(node, 3);
            Lines(node).ShouldHaveSingleItem().ShouldStartWith("Warning: kernel settings cannot be looked at: ");
            node.Ipvs.Table.ShouldHaveSingleItem();

            node.SysctlsThrow = null;
            node.Sysctls = [Strict];
            await node.UntilAsync(() => Lines(node).Length == 2);
        }
    }

    private static string[] Lines(TestNode node) => [.. node.Log.Lines.Where(l => l.Contains("kernel setting", StringComparison.Ordinal))];

    private static async Task LookAsync(TestNode node, int times)
    {
        var before = node.SysctlCalls.Count;
        await node.UntilAsync(() => node.SysctlCalls.Count >= before + times);
    }
}
