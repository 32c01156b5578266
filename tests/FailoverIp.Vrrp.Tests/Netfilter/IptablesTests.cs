using System.Net.Sockets;
using FailoverIp.Vrrp.Ipvs;
using FailoverIp.Vrrp.Netfilter;
using FailoverIp.Vrrp.Netfilter.Iptables;
using FailoverIp.Vrrp.Tests.Protocol;
using FsCheck;
using FsCheck.Fluent;
using static FailoverIp.Vrrp.Tests.Netfilter.RuleSamples;

namespace FailoverIp.Vrrp.Tests.Netfilter;

public class IptablesTests
{
    private const string Comment = "failoverip:s1";

    [Fact]
    public void A_rule_reads_as_iptables_prints_it()
    {
        IptablesRule.Write(Rule("203.0.113.10", IpvsProtocol.Tcp, 80), Comment)
            .ShouldBe("-d 203.0.113.10/32 -p tcp -m tcp --dport 80 -m comment --comment failoverip:s1 -j REDIRECT");
        IptablesRule.Write(Rule("2001:db8::1", IpvsProtocol.Udp) with { EstablishedOnly = true }, Comment)
            .ShouldBe("-d 2001:db8::1/128 -p udp -m conntrack --ctstate DNAT -m comment --comment failoverip:s1");
    }

    [Fact]
    public void Ours_are_found_with_and_without_quotes_and_nothing_else()
    {
        const string listing = """
            -P PREROUTING ACCEPT
            -A PREROUTING -d 10.0.0.1/32 -p tcp -m comment --comment failoverip:s1 -j REDIRECT
            -A PREROUTING -d 10.0.0.2/32 -p tcp -m comment --comment "failoverip:s1" -j REDIRECT --to-ports 8080
            -A PREROUTING -d 10.0.0.3/32 -p tcp -m comment --comment "failoverip:s1 \"x\"" -j REDIRECT
            -A PREROUTING -d 10.0.0.4/32 -p tcp -m comment --comment "--comment failoverip:s1" -j REDIRECT
            -A PREROUTING -d 10.0.0.5/32 -p tcp -m comment --comment failoverip:s10 -j REDIRECT
            -A OUTPUT -d 10.0.0.6/32 -p tcp -m comment --comment failoverip:s1 -j REDIRECT
            """;

        IptablesRule.FindOwn(listing, Comment).ShouldBe(
        [
            "-d 10.0.0.1/32 -p tcp -m comment --comment failoverip:s1 -j REDIRECT",
            "-d 10.0.0.2/32 -p tcp -m comment --comment failoverip:s1 -j REDIRECT --to-ports 8080",
        ]);
    }

    [Fact]
    public void What_is_written_is_found_again() => Prop.ForAll(Arb.From(Rules), rule =>
    {
        var text = IptablesRule.Write(rule, Comment);

        IptablesRule.FindOwn($"-A PREROUTING {text.Replace(Comment, $"\"{Comment}\"", StringComparison.Ordinal)}\n", Comment).ShouldBe([text]);
    }).Holds(200);

    [Fact]
    public void The_difference_is_written_in_one_go_and_nothing_where_there_is_none()
    {
        var (keep, add) = (Rule("203.0.113.10", port: 80), Rule("203.0.113.10", port: 443));
        var (kept, old) = (IptablesRule.Write(keep, Comment), IptablesRule.Write(Rule("203.0.113.11", port: 80), Comment));
        var commands = new FakeCommands($"-A PREROUTING {kept}\n-A PREROUTING {old}\n-A PREROUTING {kept}\n");
        var redirects = new IptablesRedirects("s1", commands);

        redirects.Apply([keep, add]).ShouldBeTrue();
        commands.Written.ShouldBe([$"-A PREROUTING {IptablesRule.Write(add, Comment)}", $"-D PREROUTING {old}", $"-D PREROUTING {kept}"]);

        commands.Listing = $"-A PREROUTING {kept}\n";
        commands.Written.Clear();
        redirects.Apply([keep]).ShouldBeFalse();
        commands.Written.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("s1", "failoverip:s1")]
    [InlineData("web server\n-A INPUT -j ACCEPT", "failoverip:web_server_-A_INPUT_-j_ACCEPT")]
    [InlineData("\"; rm -rf", "failoverip:___rm_-rf")]
    public void A_node_can_have_any_name(string node, string comment)
    {
        var commands = new FakeCommands("");

        new IptablesRedirects(node, commands).Apply([Rule("203.0.113.10")]);

        commands.Written.ShouldHaveSingleItem().ShouldEndWith($"--comment {comment} -j REDIRECT");
    }

    [Fact]
    public void A_port_of_zero_is_refused_before_anything_is_asked()
    {
        Should.Throw<ArgumentException>(() => new RedirectRules("s1").Apply([Rule("203.0.113.10", port: 0)])).Message.ShouldContain("203.0.113.10 tcp 0");
    }

    private sealed class FakeCommands(string listing) : IptablesCommands
    {
        public string Listing { get; set; } = listing;

        public List<string> Written { get; } = [];

        public override string List(AddressFamily family) => Listing;

        public override void Restore(AddressFamily family, IReadOnlyList<string> lines) => Written.AddRange(lines);
    }
}
