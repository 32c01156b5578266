using System.Text.Json;
using FailoverIp.Interop.Lab;
using FailoverIp.Interop.Peers;
using FailoverIp.Interop.Wire;

namespace FailoverIp.Interop.Vrrp;

/// <summary><c>vrrp watch</c> beside keepalived.</summary>
public sealed class WatchTests
{
    private const int Count = 3;

    [SkippableTheory]
    [InlineData(2, "Pass", "MessageOnly")]
    [InlineData(3, "None", "PseudoHeader")]
    public async Task Each_advert_is_one_line_that_says_what_the_wire_says(int version, string authentication, string checksum)
    {
        await using var lab = await NetworkLab.CreateAsync("a", "watcher");
        var plan = Pairs.PlanOf(version);
        await new Keepalived(lab, lab["a"], plan, 150).StartAsync();
        await lab.Capture.WaitForAsync<AdvertFrame>("an advert", plan.Patience, _ => true, lab.LastChange);

        var (status, output, errors) = await Tool.RunAsync(lab["watcher"], "vrrp", "watch", "-i", "eth1", "--json", "--count", $"{Count}");

        status.ShouldBe(0, errors);
        errors.ShouldBeEmpty();
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.Length.ShouldBe(Count);
        foreach (var line in lines.Select(l => JsonDocument.Parse(l).RootElement))
        {
            line.EnumerateObject().Select(p => p.Name).ShouldBe(
            [
                "at", "interface", "family", "source", "destination", "sourceMac", "ttl", "version", "type", "virtualRouterId", "priority", "count",
                "intervalMs", "addresses", "authentication", "checksum", "verdict", "detail",
            ], ignoreOrder: true);
            line.GetProperty("interface").GetString().ShouldBe("eth1");
            line.GetProperty("family").GetString().ShouldBe("IPv4");
            line.GetProperty("source").GetString().ShouldBe("10.132.0.10");
            line.GetProperty("destination").GetString().ShouldBe("224.0.0.18");
            line.GetProperty("sourceMac").GetString().ShouldBe(lab["a"].Mac);
            line.GetProperty("ttl").GetInt32().ShouldBe(255);
            line.GetProperty("version").GetInt32().ShouldBe(version);
            line.GetProperty("type").GetInt32().ShouldBe(1);
            line.GetProperty("virtualRouterId").GetInt32().ShouldBe(101);
            line.GetProperty("priority").GetInt32().ShouldBe(150);
            line.GetProperty("count").GetInt32().ShouldBe(1);
            line.GetProperty("intervalMs").GetInt32().ShouldBe((int)plan.Interval.TotalMilliseconds);
            line.GetProperty("addresses").EnumerateArray().Select(a => a.GetString()).ShouldBe(["10.132.0.100"]);
            line.GetProperty("authentication").GetString().ShouldBe(authentication);
            line.GetProperty("checksum").GetString().ShouldBe(checksum);
            line.GetProperty("verdict").GetString().ShouldBe("Ok");
            line.GetProperty("detail").ValueKind.ShouldBe(JsonValueKind.Null);
            // The same packet on the wire, at the same time.
            var at = line.GetProperty("at").GetDateTimeOffset().UtcDateTime;
            lab.Capture.Adverts.ShouldContain(a => (a.At - at).Duration() < TimeSpan.FromMilliseconds(50), $"{at:O}\n{lab.Describe()}");
        }
        if (plan.Password is { } password)
            output.ShouldNotContain(password);
    }
}
