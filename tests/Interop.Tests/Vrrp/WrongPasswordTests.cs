using FailoverIp.Interop.Peers;

namespace FailoverIp.Interop.Vrrp;

/// <summary>Two passwords for one virtual router: a misconfiguration that makes two Actives. It has to show.</summary>
public sealed class WrongPasswordTests
{
    [SkippableFact]
    public async Task Adverts_with_another_password_are_discarded_and_counted()
    {
        // Ours on both sides: keepalived 2.2.7 was seen to fall silent beside a node of the same interval whose adverts it discards.
        await using var pair = await Pair.CreateAsync(PeerKind.Ours, PeerKind.Ours, VrrpPlan.V2);
        var node = (Node)pair.High;
        var stranger = new Node(pair.Lab, pair.Low.Host, pair.Plan with { Password = "another1" }, 100);
        await Task.WhenAll(node.StartAsync(), stranger.StartAsync());
        var since = pair.Lab.LastChange;
        await pair.FirstAdvertAsync(node, since);
        var first = await pair.FirstAdvertAsync(stranger, since);
        // Its next one leaves after the first has been read: what the first did is to be seen in the status.
        await pair.FirstAdvertAsync(stranger, first.At);

        var instance = await node.ReadInstanceAsync();

        instance.GetProperty("state").GetString().ShouldBe("Active");
        instance.GetProperty("received").GetInt64().ShouldBe(0);
        instance.GetProperty("discarded").GetProperty("badAuthentication").GetInt64().ShouldBeGreaterThan(0, instance.ToString());
        node.Process.Lines.ShouldAllBe(l => !l.Contains("another1", StringComparison.Ordinal) && !l.Contains(pair.Plan.Password!, StringComparison.Ordinal));
        node.Process.Lines.Count(l => l.Contains("BadAuthentication", StringComparison.Ordinal)).ShouldBe(1, pair.Lab.Describe());
        node.ShouldHaveCleanLog();
    }
}
