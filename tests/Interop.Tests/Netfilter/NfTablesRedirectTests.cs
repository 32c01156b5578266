using FailoverIp.Interop.Lab;
using FailoverIp.Vrrp.Ipvs;
using FailoverIp.Vrrp.Netfilter;
using static FailoverIp.Interop.Netfilter.RedirectedLab;

namespace FailoverIp.Interop.Netfilter;

/// <summary>The rules in nf_tables as <c>nft</c> shows them to an administrator.</summary>
public sealed class NfTablesRedirectTests
{
    private const string Foreign = """
        table inet filter {
        	chain input {
        		type filter hook input priority filter; policy accept;
        		ct state established accept
        		tcp dport 22 accept
        	}
        }
        table ip nat {
        	chain prerouting {
        		type nat hook prerouting priority dstnat; policy accept;
        		tcp dport 8080 redirect to :80
        	}
        }

        """;

    [SkippableFact]
    public async Task Nft_shows_exactly_our_tables()
    {
        await using var lab = await CreateAsync();

        await lab.ApplyAsync(
            new RedirectRules("s2"),
            Rule(Vip4), Rule(Vip4, port: null, IpvsProtocol.Udp), Rule(Vip4, 5060, IpvsProtocol.Sctp), Rule(Vip4, 443) with { EstablishedOnly = true }, Rule(Vip6, 443));

        (await lab.RunAsync("nft", "list", "ruleset")).ShouldBe("""
            table ip failoverip {
            	chain prerouting {
            		type nat hook prerouting priority dstnat; policy accept;
            		ip daddr 203.0.113.10 sctp dport 5060 redirect
            		ip daddr 203.0.113.10 tcp dport 443 ct status dnat
            		ip daddr 203.0.113.10 tcp dport 80 redirect
            		ip daddr 203.0.113.10 meta l4proto udp redirect
            	}
            }
            table ip6 failoverip {
            	chain prerouting {
            		type nat hook prerouting priority dstnat; policy accept;
            		ip6 daddr 2001:db8:a::10 tcp dport 443 redirect
            	}
            }

            """);
    }

    [SkippableFact]
    public async Task What_others_have_made_stays_as_it_is_and_ours_goes_without_a_trace()
    {
        await using var lab = await CreateAsync();
        await LoadAsync(lab, Foreign);
        var before = await lab.RunAsync("nft", "-a", "list", "ruleset");
        var redirects = new RedirectRules("s2");

        await lab.ApplyAsync(redirects, Rule(Vip4), Rule(Vip6));
        (await lab.RunAsync("nft", "-a", "list", "ruleset")).ShouldStartWith(before.TrimEnd());
        await lab.ApplyAsync(redirects);

        (await lab.RunAsync("nft", "-a", "list", "ruleset")).ShouldBe(before);
    }

    [SkippableTheory]
    [InlineData("add rule ip failoverip prerouting tcp dport 81 redirect", "a rule too many")]
    [InlineData("flush chain ip failoverip prerouting", "a rule too few")]
    [InlineData("delete table ip failoverip", "all gone")]
    [InlineData("add chain ip failoverip other", "a chain too many")]
    [InlineData("insert rule ip failoverip prerouting ip daddr 203.0.113.10 tcp dport 80 accept", "a rule that takes effect before ours")]
    [InlineData("delete table ip failoverip; add table ip failoverip; add chain ip failoverip prerouting { type nat hook prerouting priority 0; }; add rule ip failoverip prerouting ip daddr 203.0.113.10 tcp dport 80 redirect", "another priority")]
    [InlineData("flush chain ip failoverip prerouting; add rule ip failoverip prerouting ip daddr 203.0.113.10 tcp dport 80 redirect to :81", "another port")]
    public async Task What_is_not_as_it_should_be_in_our_table_is_put_right(string change, string because)
    {
        await using var lab = await CreateAsync();
        var redirects = new RedirectRules("s2");
        await lab.ApplyAsync(redirects, Rule(Vip4));
        var right = await lab.RunAsync("nft", "list", "ruleset");
        await LoadAsync(lab, change.Replace("; ", "\n", StringComparison.Ordinal).Replace("priority 0;\n", "priority 0; ", StringComparison.Ordinal));
        (await lab.RunAsync("nft", "list", "ruleset")).ShouldNotBe(right, because);

        (await lab.ApplyAsync(redirects, Rule(Vip4))).Changed.ShouldBeTrue(because);

        (await lab.RunAsync("nft", "list", "ruleset")).ShouldBe(right, because);
    }

    [SkippableFact]
    public async Task What_is_right_is_not_written_again()
    {
        await using var lab = await CreateAsync();
        RedirectRule[] rules = [Rule(Vip4), Rule(Vip6, 443) with { EstablishedOnly = true }];
        await lab.ApplyAsync(new RedirectRules("s2"), rules);
        var before = await lab.RunAsync("nft", "-a", "list", "ruleset");

        (await lab.ApplyAsync(new RedirectRules("s2"), rules)).ShouldBe(new(false, 0));

        // The handles are the kernel's numbers: what is made anew gets new ones.
        (await lab.RunAsync("nft", "-a", "list", "ruleset")).ShouldBe(before);
    }

    [SkippableFact]
    public async Task Two_thousand_rules_are_one_transaction()
    {
        await using var lab = await CreateAsync();
        RedirectRule[] rules = [.. Enumerable.Range(1000, 2000).Select(p => Rule(Vip4, (ushort)p))];

        (await lab.ApplyAsync(new RedirectRules("s2"), rules)).Changed.ShouldBeTrue();

        (await lab.RunAsync("nft", "list", "ruleset")).Split('\n').Count(l => l.Contains("redirect", StringComparison.Ordinal)).ShouldBe(2000);
        (await lab.ApplyAsync(new RedirectRules("s2"), rules)).Changed.ShouldBeFalse();
    }

    [SkippableFact]
    public async Task Without_the_right_one_line_says_so()
    {
        await using var lab = await CreateAsync();

        var failure = await Should.ThrowAsync<NetfilterException>(Within.RunAsync(lab.Backup, () =>
        {
            Rights.DropOnThisThread();
            return new RedirectRules("s2").Apply([Rule(Vip4)]);
        }));

        failure.Message.ShouldContain("CAP_NET_ADMIN");
        failure.Message.ShouldNotContain('\n');
        (await lab.RunAsync("nft", "list", "ruleset")).ShouldBeEmpty();
    }

    private static async Task LoadAsync(RedirectedLab lab, string commands)
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, commands + "\n");
        await lab.RunAsync("nft", "-f", file);
        File.Delete(file);
    }
}
