using System.Net;
using FailoverIp.Vrrp.Ipvs;
using FailoverIp.Vrrp.Netfilter;
using static FailoverIp.Interop.Netfilter.RedirectedLab;

namespace FailoverIp.Interop.Netfilter;

/// <summary>What becomes of packets. The same by nf_tables and by iptables: whichever the kernel has.</summary>
public sealed class RedirectedTrafficTests
{
    public static TheoryData<string> VirtualAddresses => [Vip4.ToString(), Vip6.ToString()];

    [SkippableTheory]
    [MemberData(nameof(VirtualAddresses))]
    public async Task Traffic_for_the_address_and_port_reaches_this_machine_until_the_rule_goes(string virtualAddress)
    {
        await using var lab = await CreateAsync();
        var (address, redirects) = (IPAddress.Parse(virtualAddress), new RedirectRules("s2"));
        (await lab.WhoAnswersAsync(address, 80)).ShouldBe(Virtual);

        (await lab.ApplyAsync(redirects, Rule(address))).Changed.ShouldBeTrue();
        (await lab.WhoAnswersAsync(address, 80)).ShouldBe(Here);
        (await lab.WhoAnswersAsync(address, 81)).ShouldBe(Virtual, "the rule is for port 80");

        (await lab.ApplyAsync(redirects)).Changed.ShouldBeTrue();
        (await lab.WhoAnswersAsync(address, 80)).ShouldBe(Virtual);
    }

    [SkippableFact]
    public async Task Without_a_port_every_port_is_redirected_to_the_same_port()
    {
        await using var lab = await CreateAsync();

        await lab.ApplyAsync(new RedirectRules("s2"), Rule(Vip4, port: null), Rule(Vip6, port: null));

        foreach (var address in new[] { Vip4, Vip6 })
        {
            (await lab.WhoAnswersAsync(address, 80)).ShouldBe(Here);
            (await lab.WhoAnswersAsync(address, 81)).ShouldBe(Here);
        }
    }

    [SkippableFact]
    public async Task The_second_time_there_is_nothing_to_do()
    {
        await using var lab = await CreateAsync();
        RedirectRule[] rules = [Rule(Vip4), Rule(Vip6, port: null), Rule(Vip4, 53, IpvsProtocol.Udp), Rule(Vip4, 5060, IpvsProtocol.Sctp), Rule(Vip6) with { EstablishedOnly = true }];

        (await lab.ApplyAsync(new RedirectRules("s2"), rules)).Changed.ShouldBeTrue();
        // Another object, as after a crash; another order.
        (await lab.ApplyAsync(new RedirectRules("s2"), [.. rules.Reverse()])).Changed.ShouldBeFalse();
        (await lab.ApplyAsync(new RedirectRules("s2"), rules[1..])).Changed.ShouldBeTrue();
        (await lab.ApplyAsync(new RedirectRules("s2"))).Changed.ShouldBeTrue();
        (await lab.ApplyAsync(new RedirectRules("s2"))).Changed.ShouldBeFalse();
    }

    [SkippableTheory]
    [MemberData(nameof(VirtualAddresses))]
    public async Task A_connection_that_was_redirected_goes_on_at_the_takeover_and_new_ones_are_not_redirected(string virtualAddress)
    {
        await using var lab = await CreateAsync();
        var (address, redirects) = (IPAddress.Parse(virtualAddress), new RedirectRules("s2"));
        await lab.ApplyAsync(redirects, Rule(address));
        using var connection = await lab.ConnectAsync(address, 80);
        (await connection.AskAsync()).ShouldBe(Here);

        await lab.ApplyAsync(redirects, Rule(address) with { EstablishedOnly = true });

        (await connection.AskAsync()).ShouldBe(Here);
        (await lab.WhoAnswersAsync(address, 80)).ShouldBe(Virtual);
        (await lab.ApplyAsync(redirects, Rule(address))).ShouldBe(new(Changed: true, ForgottenFlows: 1), "the one that was not redirected, although it has ended");
        (await connection.AskAsync()).ShouldBe(Here);
        (await lab.WhoAnswersAsync(address, 80)).ShouldBe(Here);
    }

    [SkippableTheory]
    [MemberData(nameof(VirtualAddresses))]
    public async Task A_client_of_udp_that_never_changes_its_port_follows_the_role_at_once(string virtualAddress)
    {
        await using var lab = await CreateAsync();
        var (address, redirects) = (IPAddress.Parse(virtualAddress), new RedirectRules("s2"));
        var rule = Rule(address, 80, IpvsProtocol.Udp);
        await lab.ApplyAsync(redirects, rule with { EstablishedOnly = true });
        using var client = await lab.ConnectAsync(address, 80, udp: true);
        using var bystander = await lab.ConnectAsync(address, 81, udp: true);
        (await client.AskAsync()).ShouldBe(Virtual);
        (await bystander.AskAsync()).ShouldBe(Virtual);

        // Without forgetting, what the kernel remembers of the flow would decide, for as long as the client goes on.
        (await lab.ApplyAsync(redirects, rule)).ShouldBe(new(Changed: true, ForgottenFlows: 1));
        (await client.AskAsync()).ShouldBe(Here);

        (await lab.ApplyAsync(redirects, rule with { EstablishedOnly = true })).ShouldBe(new(Changed: true, ForgottenFlows: 1));
        (await client.AskAsync()).ShouldBe(Virtual);
        (await bystander.AskAsync()).ShouldBe(Virtual);
    }
}
