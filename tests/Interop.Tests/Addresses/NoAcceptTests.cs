using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using FailoverIp.Interop.Lab;
using FailoverIp.Vrrp;
using static FailoverIp.Interop.Addresses.EngineLab;

namespace FailoverIp.Interop.Addresses;

/// <summary>Packets to the addresses of a router that does not own them are dropped, and only those.</summary>
public sealed class NoAcceptTests
{
    [SkippableFact]
    public async Task The_rules_come_with_the_role_and_go_with_it()
    {
        await using var lab = await CreateAsync();
        var router = Owner() with
        {
            Priority = 254, AdvertisementInterval = TimeSpan.FromMilliseconds(100), Accept = false,
            ExcludedAddresses = [new(IPAddress.Parse("2001:db8::1"), 128), new(IPAddress.Parse("fe80::100"), 64)],
        };

        var engine = await lab.StartAsync(router);
        await lab.UntilAsync(async () => (await RulesetAsync()).Contains("drop", StringComparison.Ordinal), "the rules");
        (await RulesetAsync()).ShouldBe("""
            table ip failoverip_accept_NODE {
            	chain input {
            		type filter hook input priority filter - 1; policy accept;
            		ip daddr 10.132.0.100 drop
            	}
            }
            table ip6 failoverip_accept_NODE {
            	chain input {
            		type filter hook input priority filter - 1; policy accept;
            		icmpv6 type nd-neighbor-solicit accept
            		icmpv6 type nd-neighbor-advert accept
            		ip6 daddr 2001:db8::1 drop
            		iif "eth1" ip6 daddr fe80::100 drop
            	}
            }

            """);
        await lab.UntilAsync(async () => await lab.AddressAsync("10.132.0.100") is not null, "the address");
        (await lab.Host.RunAsync("ping", "-c1", "-W1", "10.132.0.100")).Status.ShouldNotBe(0);
        (await lab.Host.RunAsync("ping", "-c1", "-W1", lab.Host.Address.ToString())).Status.ShouldBe(0);

        await engine.StopAsync(default);
        (await RulesetAsync()).ShouldBeEmpty();

        async Task<string> RulesetAsync() => Regex.Replace((await lab.Host.RunAsync("nft", "list", "ruleset")).Output, "(?<=accept_)[0-9a-f]{8}", "NODE");
    }

    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_a_killed_run_has_left_goes_with_the_next_start_and_what_a_living_one_has_stays(bool withStatePath)
    {
        await using var lab = await CreateAsync();
        foreach (var table in new[] { "ip failoverip_accept_0000dead", "ip6 failoverip_accept_0000dead", "ip failoverip_accept_0000a11e", "ip another" })
            await lab.Host.RunAsync("nft", ["add", "table", .. table.Split(' ')]);
        using var living = await Within.RunAsync(lab.Host.Namespace, () =>
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
            socket.Bind(new UnixDomainSocketEndPoint("\0failoverip_accept_0000a11e"));
            return socket;
        });

        await lab.StartAsync(new VrrpEngineOptions { Routers = [], StatePath = withStatePath ? Path.Combine(lab.Lab.Folder, "state") : null });

        (await lab.Host.RunAsync("nft", "list", "tables")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .ShouldBe(["table ip failoverip_accept_0000a11e", "table ip another"], ignoreOrder: true);
    }

    [SkippableFact]
    public async Task An_owner_accepts_in_any_case()
    {
        await using var lab = await CreateAsync();
        await lab.StartAsync(Owner() with { Accept = false });
        await lab.UntilAsync(async () => await lab.AddressAsync("10.132.0.100") is not null, "the address");
        (await lab.Host.RunAsync("nft", "list", "ruleset")).Output.ShouldBeEmpty();
    }
}
