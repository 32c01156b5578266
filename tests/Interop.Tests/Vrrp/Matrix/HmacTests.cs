using System.Net;
using System.Text.Json.Nodes;
using FailoverIp.Interop.Peers;
using FailoverIp.Interop.Wire;

namespace FailoverIp.Interop.Vrrp.Matrix;

/// <summary>Adverts with keepalived's HMAC trailer between two of ours; keepalived 2.2.7 has it not yet.</summary>
public sealed class HmacTests
{
    private const string First = "0123456789abcdef0123456789abcdef";
    private const string Second = "fedcba9876543210fedcba9876543210";

    [SkippableTheory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task Both_take_over_from_one_another(bool isIPv6, bool isUnicast)
    {
        var plan = VrrpPlan.V3 with { HmacKey = First, IsUnicast = isUnicast };
        if (isIPv6)
            plan = plan with { Address = IPAddress.Parse("fe80::100") };
        await using var pair = await Pair.CreateAsync(PeerKind.Ours, PeerKind.Ours, plan);
        await MatrixRow.RunAsync(pair);
        pair.Lab.Capture.Adverts.ShouldAllBe(a => a.Trailer[0] == 1 && a.Trailer[1] == 1);
    }

    [SkippableFact]
    public async Task A_key_is_replaced_in_three_sweeps_of_reloads_without_a_change_of_roles()
    {
        var plan = VrrpPlan.V3 with { HmacKey = First };
        await using var pair = await Pair.CreateAsync(PeerKind.Ours, PeerKind.Ours, plan);
        Node[] nodes = [(Node)pair.Low, (Node)pair.High];
        await pair.StartAsync();
        var begun = pair.LastAdvert(pair.High).At;

        await SweepAsync(nodes, 1, (1, First), (2, Second));
        await SweepAsync(nodes, 2, (1, First), (2, Second));
        var signed = await pair.Lab.Capture.WaitForAsync<AdvertFrame>("an advert signed with the new key", plan.Patience, a => a.Trailer[1] == 2, begun);
        await SweepAsync(nodes, 2, (2, Second));
        await pair.ExpectOnlyActiveAsync(pair.High);

        var adverts = pair.Lab.Capture.Adverts.Where(a => a.At > begun).ToArray();
        adverts.ShouldAllBe(a => Pair.IsFrom(a, pair.High), pair.Lab.Describe());
        adverts.ShouldAllBe(a => a.Trailer[1] == (a.At < signed.At ? 1 : 2));
        adverts.Zip(adverts.Skip(1)).ShouldAllBe(p => p.Second.At - p.First.At < 2 * plan.Interval);
        foreach (var node in nodes)
        {
            var instance = await node.ReadInstanceAsync();
            instance.GetProperty("discarded").EnumerateObject().ShouldAllBe(d => d.Value.GetInt64() == 0, instance.ToString());
            node.Process.Lines.ShouldAllBe(l => !l.Contains(First, StringComparison.Ordinal) && !l.Contains(Second, StringComparison.Ordinal));
            node.ShouldHaveCleanLog();
        }
    }

    [SkippableFact]
    public async Task Adverts_without_a_signature_do_not_count()
    {
        var plan = VrrpPlan.V3 with { HmacKey = First };
        await using var pair = await Pair.CreateAsync(
            plan, (lab, host) => new Keepalived(lab, host, plan with { HmacKey = null }, 200), (lab, host) => new Node(lab, host, plan, 100));
        await pair.High.StartAsync();
        await pair.FirstAdvertAsync(pair.High, pair.Lab.LastChange);

        await pair.Low.StartAsync();
        // What it does not believe does not keep it back: a misconfiguration, which shows.
        await pair.FirstAdvertAsync(pair.Low, pair.Lab.LastChange);

        var instance = await ((Node)pair.Low).ReadInstanceAsync();
        instance.GetProperty("received").GetInt64().ShouldBe(0);
        instance.GetProperty("discarded").EnumerateObject().Sum(d => d.Value.GetInt64()).ShouldBeGreaterThan(0);
    }

    private static async Task SweepAsync(IEnumerable<Node> nodes, int active, params (int Id, string Key)[] keys)
    {
        foreach (var node in nodes)
        {
            node.Instance = instance => instance["Authentication"] = new JsonObject
            {
                ["Type"] = "Hmac",
                ["ActiveKey"] = active,
                ["Keys"] = new JsonArray([.. keys.Select(k => (JsonNode)new JsonObject { ["Id"] = k.Id, ["Key"] = k.Key })]),
            };
            await node.ReloadAsync();
        }
    }
}
