using FailoverIp.Interop.Lab;
using FailoverIp.Interop.Netfilter;
using FailoverIp.IpvsInterop.Lab;
using FailoverIp.Vrrp.Ipvs;
using FailoverIp.Vrrp.Netfilter;
using static FailoverIp.Interop.Netfilter.RedirectedLab;

namespace FailoverIp.IpvsInterop.Netfilter;

/// <summary>The rules as <c>iptables</c> shows them, in a kernel whose nf_tables has no IP families.</summary>
public sealed class IptablesRedirectTests
{
    private const string Foreign = "-A PREROUTING -d 203.0.113.10/32 -p tcp -m tcp --dport 8080 -m comment --comment \"failoverip:s20 of somebody else\" -j REDIRECT --to-ports 80";

    [SkippableFact]
    public async Task Iptables_shows_exactly_our_rules()
    {
        await using var host = await LabNamespace.CreateAsync();

        await ApplyAsync(
            host, "s2", Rule(Vip4), Rule(Vip4, port: null, IpvsProtocol.Udp), Rule(Vip4, 5060, IpvsProtocol.Sctp), Rule(Vip4, 443) with { EstablishedOnly = true }, Rule(Vip6, 443));

        (await ListAsync(host)).ShouldBe(
        [
            "-A PREROUTING -d 203.0.113.10/32 -p sctp -m sctp --dport 5060 -m comment --comment \"failoverip:s2\" -j REDIRECT",
            "-A PREROUTING -d 203.0.113.10/32 -p tcp -m tcp --dport 443 -m conntrack --ctstate DNAT -m comment --comment \"failoverip:s2\"",
            "-A PREROUTING -d 203.0.113.10/32 -p tcp -m tcp --dport 80 -m comment --comment \"failoverip:s2\" -j REDIRECT",
            "-A PREROUTING -d 203.0.113.10/32 -p udp -m comment --comment \"failoverip:s2\" -j REDIRECT",
        ]);
        (await ListAsync(host, "ip6tables-legacy")).ShouldBe(["-A PREROUTING -d 2001:db8:a::10/128 -p tcp -m tcp --dport 443 -m comment --comment \"failoverip:s2\" -j REDIRECT"]);
    }

    [SkippableFact]
    public async Task What_others_have_made_stays_also_where_it_looks_like_ours()
    {
        await using var host = await LabNamespace.CreateAsync();
        await Shell.RunAsync("ip", "netns", "exec", host.Name, "sh", "-c", $"iptables-legacy -t nat {Foreign}");

        await ApplyAsync(host, "s2", Rule(Vip4));
        (await ListAsync(host)).Count.ShouldBe(2);
        await ApplyAsync(host, "s20", Rule(Vip4, 443));
        (await ListAsync(host)).Count.ShouldBe(3);
        await ApplyAsync(host, "s20");
        await ApplyAsync(host, "s2");

        (await ListAsync(host)).ShouldBe([Foreign]);
    }

    [SkippableFact]
    public async Task Rules_too_many_and_too_few_are_put_right()
    {
        await using var host = await LabNamespace.CreateAsync();
        await ApplyAsync(host, "s2", Rule(Vip4), Rule(Vip4, 443));
        var right = await ListAsync(host);
        // One of ours twice, one gone, one that is not wanted any more.
        await Shell.RunAsync("ip", "netns", "exec", host.Name, "sh", "-c", $"""
            iptables-legacy -t nat {right[1]} && iptables-legacy -t nat {right[0].Replace("-A ", "-D ", StringComparison.Ordinal)} &&
            iptables-legacy -t nat -I PREROUTING -d 192.0.2.1 -p tcp -m comment --comment failoverip:s2 -j REDIRECT --to-ports 8080
            """);

        (await ApplyAsync(host, "s2", Rule(Vip4), Rule(Vip4, 443))).Changed.ShouldBeTrue();

        (await ListAsync(host)).Order().ShouldBe(right.Order());
    }

    [SkippableFact]
    public async Task Where_iptables_has_no_table_removing_nothing_does_not_make_one()
    {
        await using var host = await LabNamespace.CreateAsync();

        (await ApplyAsync(host, "s2")).ShouldBe(new(false, 0));

        (await host.RunAsync("cat", "/proc/net/ip_tables_names")).Output.ShouldBeEmpty();
    }

    [SkippableFact]
    public async Task Without_the_right_one_line_says_so()
    {
        await using var host = await LabNamespace.CreateAsync();

        var failure = await Should.ThrowAsync<NetfilterException>(host.RunAsync(() =>
        {
            Rights.DropOnThisThread();
            return new RedirectRules("s2").Apply([Rule(Vip4)]);
        }));

        failure.Message.ShouldContain("CAP_NET_ADMIN");
        failure.Message.ShouldNotContain('\n');
    }

    private static Task<RedirectChange> ApplyAsync(LabNamespace host, string node, params RedirectRule[] rules) => host.RunAsync(() => new RedirectRules(node).Apply(rules));

    private static async Task<IReadOnlyList<string>> ListAsync(LabNamespace host, string command = "iptables-legacy") =>
        [.. (await host.RunAsync(command, "-t", "nat", "-S", "PREROUTING")).Output.Split('\n').Where(l => l.StartsWith("-A", StringComparison.Ordinal))];
}
