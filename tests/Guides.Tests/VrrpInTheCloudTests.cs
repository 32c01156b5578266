using FailoverIp.Guides.Machines;
using FailoverIp.Guides.Pages;
using FailoverIp.Interop.Lab;
using FailoverIp.Interop.Peers;

namespace FailoverIp.Guides;

/// <summary>docs/guides/vrrp-in-the-cloud.md: its first configuration on both servers, signed with the key that it makes.</summary>
public sealed class VrrpInTheCloudTests
{
    private const string Name = "docs/guides/vrrp-in-the-cloud.md";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Page _page = Page.Read(Name);

    [SkippableFact]
    [Follows(Name, "Signatures, without a gap")]
    public async Task Two_servers_elect_by_unicast_with_signatures()
    {
        await using var lab = await NetworkLab.CreateAsync("s1", "s2", "netcup");
        using var netcup = await NetcupSimulator.StartAsync(lab, lab["netcup"]);
        var both = await Machine.BootAsync(lab, "s1", "s2");
        await using var s1 = both[0];
        await using var s2 = both[1];
        await s2.TypeAsync("ip address add 10.132.0.11/24 dev eth1");
        var file = _page.Files("Who may speak").Single();
        var key = _page.Typed("Signatures, without a gap", 1)[0];
        key.Place.ShouldStartWith("s1, and copied to s2");
        await Task.WhenAll(both.Select(async machine =>
        {
            await machine.InstallAsync();
            await machine.UseAsync(netcup);
            await machine.WriteAsync(file.File, machine == s1 ? file.Text : ForTheOther(file.Text));
            await machine.LoginAsync("runuser -u failoverip -- failoverip login netcup", netcup);
        }));
        await s1.TypeAsync(key.Script);
        await s2.WriteAsync("/root/copied", await s1.TypeAsync("cat /etc/failoverip/vrrp.key"));
        await s2.TypeAsync("install -m 0640 -o root -g failoverip /root/copied /etc/failoverip/vrrp.key");

        await s1.TypeAsync("systemctl start failoverip");
        await s1.WaitForStateAsync("Active");
        await s2.TypeAsync("systemctl start failoverip");
        await s2.WaitForStatusAsync(s => s.GetProperty("instances").EnumerateArray().Any(i => i.GetProperty("activeRouter").GetString() == "10.132.0.10"), "Backup of s1");
        await netcup.WaitForOwnerAsync(lab, "203.0.113.10", "v2200000000000000001", Patience);
        var watch = s2.Start("failoverip vrrp watch -i eth1 --json");
        await watch.WaitForLineAsync("\"authentication\":\"Hmac\"", Patience);
        await s2.InterruptAsync(watch);

        await s1.TypeAsync("systemctl stop failoverip");
        await netcup.WaitForOwnerAsync(lab, "203.0.113.10", "v2200000000000000002", Patience);
    }

    /// <summary>"On s2 it is the same with its own Node and Target, Priority 100, and the two addresses exchanged."</summary>
    private static string ForTheOther(string text) => text
        .Replace("\"Node\": \"s1\"", "\"Node\": \"s2\"", StringComparison.Ordinal).Replace("v2200000000000000001", "v2200000000000000002", StringComparison.Ordinal)
        .Replace("\"Priority\": 150", "\"Priority\": 100", StringComparison.Ordinal)
        .Replace("10.132.0.10\"", "10.132.0.X\"", StringComparison.Ordinal).Replace("10.132.0.11\"", "10.132.0.10\"", StringComparison.Ordinal).Replace("10.132.0.X\"", "10.132.0.11\"", StringComparison.Ordinal);
}
