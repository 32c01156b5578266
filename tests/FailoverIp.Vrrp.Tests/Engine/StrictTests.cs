namespace FailoverIp.Vrrp.Tests;

/// <summary>The strict profile, and the one of its rules that has an option of its own.</summary>
public class StrictTests
{
    private static VirtualRouterOptions Strict(int priority, VrrpVersion version = VrrpVersion.V3) => LanFixture.Options(priority, version) with { Strict = true, Accept = priority == 255 };

    [Theory]
    [InlineData(true, null, 0)]
    [InlineData(false, null, 10)]
    [InlineData(false, 0, 0)]
    [InlineData(true, 0, 0)]
    public async Task After_a_lower_priority_a_strict_router_answers_but_announces_nothing(bool isStrict, int? repeat, int announced)
    {
        var f = new LanFixture();
        var s1 = await f.StartAsync(Strict(200) with { Strict = isStrict, Announcements = new() { LowerPriorityRepeat = repeat } });
        var s2 = await f.StartAsync(Strict(100));
        f.Advance(12);
        var before = s1.Host.Announcements;
        f.Lan.Loses = _ => true;
        f.Advance(5);
        (s1.State, s2.State).ShouldBe((VrrpState.Active, VrrpState.Active));

        var count = f.Adverts.Count;
        f.Lan.Loses = packet => packet.From == s1.Host;
        f.Advance(0.9);
        f.Adverts.Skip(count).Count(a => a.From == s1.Host).ShouldBeGreaterThan(1, "its own, and an answer to a lower priority");
        f.Lan.Loses = null;
        f.Advance(12);

        (s1.State, s2.State).ShouldBe((VrrpState.Active, VrrpState.Backup));
        (s1.Host.Announcements - before).ShouldBe(announced);
    }

    [Fact]
    public async Task A_strict_VRRPv2_router_lets_a_lower_priority_pass_in_silence()
    {
        var f = new LanFixture();
        var s1 = await f.StartAsync(Strict(200, VrrpVersion.V2));
        var s2 = await f.StartAsync(Strict(100, VrrpVersion.V2));
        f.Lan.Loses = packet => packet.From == s1.Host;
        f.Advance(5);
        s2.State.ShouldBe(VrrpState.Active);

        var count = f.Adverts.Count;
        f.Advance(10);

        f.Adverts.Skip(count).Count(a => a.From == s1.Host).ShouldBe(10, "one a second, and no answer");
        s1.State.ShouldBe(VrrpState.Active);
    }

    [Theory]
    [InlineData(true, false, VrrpState.Active)]
    [InlineData(false, true, VrrpState.Active)]
    [InlineData(false, false, VrrpState.Backup)]
    public async Task An_owner_that_ignores_adverts_stays_Active_beside_another_owner(bool ignores, bool isStrict, VrrpState state)
    {
        var f = new LanFixture();
        var s1 = await f.StartAsync(Strict(255) with { Strict = isStrict, OwnerIgnoresAdverts = ignores });
        var s2 = await f.StartAsync(Strict(255) with { Strict = false, Accept = true, OwnerIgnoresAdverts = true });
        f.Advance(5);

        (s1.State, s2.State).ShouldBe((state, VrrpState.Active)); // between two owners the higher address wins, which is the second's
    }
}
