using FailoverIp.Interop.Peers;

namespace FailoverIp.Interop.Vrrp;

/// <summary>Two passwords for one virtual router: a misconfiguration that makes two Actives. It has to show.</summary>
public sealed class WrongPasswordTests
{
    [SkippableFact]
    public async Task Adverts_with_another_password_are_discarded_and_counted()
    {
        await using var pair = await Pair.CreateAsync(PeerKind.Ours, PeerKind.Keepalived, VrrpPlan.V2);
        var node = (Node)pair.High;
        var stranger = new Keepalived(pair.Lab, pair.Low.Host, pair.Plan with { Password = "another1" }, 100);
        await Task.WhenAll(node.StartAsync(), stranger.StartAsync());
        await pair.FirstAdvertAsync(node, pair.Lab.LastChange);
        await pair.FirstAdvertAsync(stranger, pair.LastAdvert(node).At);
        await stranger.Process.WaitForLineAsync("invalid passwd", pair.Plan.Patience);

        var instance = await node.ReadInstanceAsync();

        instance.GetProperty("state").GetString().ShouldBe("Active");
        instance.GetProperty("received").GetInt64().ShouldBe(0);
        instance.GetProperty("discarded").GetProperty("badAuthentication").GetInt64().ShouldBeGreaterThan(0, instance.ToString());
        node.Process.Lines.ShouldAllBe(l => !l.Contains("another1", StringComparison.Ordinal) && !l.Contains(pair.Plan.Password!, StringComparison.Ordinal));
        node.ShouldHaveCleanLog();
    }
}
