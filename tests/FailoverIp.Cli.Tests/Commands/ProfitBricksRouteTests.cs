using FailoverIp.Cli.Tests.Harness;
using FailoverIp.Simulation;

namespace FailoverIp.Cli.Tests.Commands;

/// <summary>The configuration file of the documentation, with its blanks filled in, against simulators of everything it names.</summary>
public class ProfitBricksRouteTests
{
    [Fact]
    public async Task The_whole_example_is_valid_and_its_address_at_ProfitBricks_is_moved_to_this_node_s_NIC()
    {
        await using var account = await Account.StartAsync();
        await using var ionos = await ProfitBricksSimulator.StartAsync(new());
        var nics = ionos.State.Datacenters[0].Servers.Select(s => $"{s.Id}/{s.Nics[0].Id}").ToArray();
        var (file, token) = Write(account, ionos, nics[0].Split('/'));
        ionos.Cloud.Move("198.51.100.7", nics[1]);

        var valid = await Tool.RunAsync("validate", "-c", file);
        var before = await Tool.RunAsync("route", "show", "pb", "-c", file, "--json");
        var first = await Tool.RunAsync("route", "ensure", "pb", "-c", file, "--json");
        var second = await Tool.RunAsync("route", "ensure", "pb", "-c", file, "--json");
        var netcup = await Tool.RunAsync("route", "ensure", "web", "-c", file, "--json");

        valid.ShouldEndWith(0).Output.ShouldBe($"{file}: valid\n");
        before.ShouldEndWith(0).Output.ShouldBe($$"""{"name":"pb","address":"198.51.100.7/32","provider":"ionos","target":"{{nics[0]}}","owner":"{{nics[1]}}","routedHere":false}""" + "\n");
        (first.ShouldEndWith(0).Json["outcome"]!.GetValue<string>(), first.Json["owner"]!.GetValue<string>()).ShouldBe(("Rerouted", nics[0]));
        (second.ShouldEndWith(0).Json["outcome"]!.GetValue<string>(), second.Json["attempts"]!.GetValue<int>()).ShouldBe(("AlreadyRouted", 0));
        netcup.ShouldEndWith(0).Json["owner"]!.GetValue<string>().ShouldBe(Account.S1);
        ionos.Cloud.HoldersOf("198.51.100.7").ShouldBe([nics[0]]);
        foreach (var result in new[] { valid, before, first, second, netcup })
            result.ShouldNotTell(token, Account.RefreshToken);
    }

    [Fact]
    public async Task What_is_left_blank_is_a_warning_and_an_error_only_for_the_address_that_needs_it()
    {
        await using var account = await Account.StartAsync();
        await using var ionos = await ProfitBricksSimulator.StartAsync(new());
        var (file, _) = Write(account, ionos, ["<server uuid>", "<nic uuid>"], datacenter: "…");

        var valid = await Tool.RunAsync("validate", "-c", file);

        valid.ShouldEndWith(0).Output.Split('\n').Count(l => l.Contains(": warning: ", StringComparison.Ordinal) && l.EndsWith("is not a UUID", StringComparison.Ordinal)).ShouldBe(3);
        (await Tool.RunAsync("route", "ensure", "web", "-c", file)).ShouldEndWith(0);
        (await Tool.RunAsync("route", "ensure", "pb", "-c", file)).ShouldFailInOneLine(2, "UUID");
    }

    private static (string File, string Token) Write(Account account, ProfitBricksSimulator ionos, string[] nic, string? datacenter = null)
    {
        var token = ionos.State.User.Tokens[0];
        var tokenFile = account.Directory.Write("ionos.token", token + "\n");
        var passwordFile = account.Directory.Write("vrrp.password", "lol4321\n");
        return (account.Directory.Write("example.json", $$"""
            {
              "FailoverIp": {
                "Node": "s1",
                "Providers": {
                  "netcup": { "Type": "NetcupRest", "BaseAddress": "{{account.Rest.BaseAddress}}", "RefreshTokenFile": "{{account.TokenFile}}" },
                  "netcup-soap": { "Type": "NetcupSoap", "Endpoint": "{{account.Soap.Endpoint}}", "LoginName": "12345", "PasswordFile": "{{account.PasswordFile}}" },
                  "ionos": { "Type": "ProfitBricks", "BaseAddress": "{{ionos.ApiAddress}}", "TokenFile": "{{tokenFile}}", // or UserName + PasswordFile
                             "ContractNumber": {{ionos.State.User.Contracts[0]}}, "DatacenterId": "{{datacenter ?? $"{ionos.State.Datacenters[0].Id}"}}", "LanId": 1, "Mode": "NicMove",
                             "RepointGroup": false }
                },
                "Addresses": {
                  "web":  { "Address": "203.0.113.10", "Provider": "netcup", "Follows": "VI_1", "Target": { "Server": "v2200000000000000001" }, "Interface": "eth0" },
                  "web6": { "Address": "2001:db8:a:20::/64", "Provider": "netcup", "Follows": "VI_1", "Target": { "Server": "v2200000000000000001" } },
                  "old":  { "Address": "203.0.113.11", "Provider": "netcup-soap", "Follows": "VI_1",
                            "Target": { "Server": "v2200000000000000001", "Mac": "02:00:00:00:00:01" } },
                  "pb":   { "Address": "198.51.100.7", "Provider": "ionos", "Follows": "VI_1", "Target": { "Server": "{{nic[0]}}", "Nic": "{{nic[1]}}" } }
                },
                "Vrrp": {
                  "Instances": {
                    "VI_1": { "Interface": "eth1", "VirtualRouterId": 101, "Priority": 255, "Version": 2, "AdvertisementInterval": "00:00:02",
                              "Authentication": { "Type": "Pass", "PasswordFile": "{{passwordFile}}" },
                              "VirtualAddresses": [ "10.132.0.100" ], "UnicastPeers": [], "Preempt": true }
                  },
                  "SyncGroups": {}, "Trackers": {}
                },
                "VirtualServers": {
                  "http": { "Address": "203.0.113.10:80", "Protocol": "Tcp", "Scheduler": "rr", "Method": "DR", "Persistence": "00:00:50",
                            "RealServers": [ { "Address": "10.132.0.10:80", "Weight": 1,
                                               "Checks": [ { "Type": "HttpGet", "Path": "/", "Digest": "21dde95d9d269cbb2fa6560309dca40c" } ] } ] }
                },
                "Status": { "Listen": "http://127.0.0.1:9112" },
                "Control": { "Socket": "/run/failoverip/control.sock" }
              }
            }
            """), token);
    }
}
