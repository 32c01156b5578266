using System.Net;

namespace FailoverIp.Vrrp.Tests;

/// <summary>What a sync group tracks counts for each of its members.</summary>
public class GroupTrackingTests
{
    private static readonly VirtualRouterOptions[] Members =
    [
        LanFixture.Options() with { Name = "inside", VirtualRouterId = 1, VirtualAddresses = [new(IPAddress.Parse("10.132.0.201"), 32)] },
        LanFixture.Options() with { Name = "outside", VirtualRouterId = 2, VirtualAddresses = [new(IPAddress.Parse("10.132.0.202"), 32)] },
    ];

    private static VrrpEngineOptions Options(SyncGroupOptions? group = null) => new() { Routers = [.. Members], SyncGroups = [group ?? Group] };

    private static SyncGroupOptions Group => new("G", ["inside", "outside"]);

    [Fact]
    public async Task A_weight_of_the_group_changes_the_priority_of_every_member()
    {
        var f = new LanFixture();
        var s1 = await f.StartAsync(Options(Group with { TrackedHealth = [new("web", -20)], TrackedInterfaces = [new("eth2", 7)] }), before: r => r.Host.SetInterface("eth2", true));

        s1.Engine.GetStatus().Select(s => s.EffectivePriority).ShouldBe([107, 107]);
        s1.Engine.SetTracker("web", TrackerReading.Unwell);

        s1.Engine.GetStatus().Select(s => s.PriorityArithmetic).ShouldBe(Enumerable.Repeat("100 + 7 (eth2 up) − 20 (web not well) = 87", 2));
        f.Advance(6);
        s1.States.ShouldBe([VrrpState.Active, VrrpState.Active]);
        f.Adverts[^1].Priority.ShouldBe((byte)87);
    }

    [Fact]
    public async Task Weight_0_puts_all_of_them_in_Fault_and_back()
    {
        var f = new LanFixture();
        var s1 = await f.StartAsync(Options(Group with { TrackedHealth = [new("web")] }));
        f.Advance(5);
        s1.States.ShouldBe([VrrpState.Active, VrrpState.Active]);

        s1.Engine.SetTracker("web", TrackerReading.Unwell);
        s1.Engine.GetStatus().Select(s => s.Fault).ShouldBe(["the tracker web is not well", "the tracker web is not well"]);
        s1.Engine.SetTracker("web", TrackerReading.Well);
        f.Advance(5);

        s1.States.ShouldBe([VrrpState.Active, VrrpState.Active]);
    }

    [Fact]
    public async Task A_reload_brings_what_the_group_tracks_and_takes_it_away_and_nothing_else_is_noticed()
    {
        var f = new LanFixture();
        var s1 = await f.StartAsync(Options());
        f.Advance(5);
        s1.Engine.SetTracker("web", TrackerReading.Unwell);
        var transitions = s1.Transitions.Count;

        await s1.Engine.ReloadAsync(Options(Group with { TrackedHealth = [new("web", -20)] }), default);
        s1.Engine.GetStatus().Select(s => s.EffectivePriority).ShouldBe([80, 80]);
        await s1.Engine.ReloadAsync(Options(), default);
        s1.Engine.GetStatus().Select(s => s.EffectivePriority).ShouldBe([100, 100]);

        s1.Transitions.Count.ShouldBe(transitions);
    }

    [Fact]
    public void Applied_twice_it_is_the_same_as_once()
    {
        var once = GroupTracking.Apply(Options(Group with { TrackedHealth = [new("web", -20)] }));

        once.Validate().ShouldBeEmpty();
        GroupTracking.Apply(once).Routers.Zip(once.Routers).ShouldAllBe(pair => ReferenceEquals(pair.First, pair.Second));
        var without = Options();
        GroupTracking.Apply(without).ShouldBeSameAs(without);
    }

    public static TheoryData<string, SyncGroupOptions> Refused() => new()
    {
        { "G: eth2: the weight 254 is not between −253 and 253", Group with { TrackedInterfaces = [new("eth2", 254)] } },
        { "G: a name is empty", Group with { TrackedHealth = [new(" ")] } },
        { "G: web is there twice", Group with { TrackedHealth = [new("web"), new("web", 3)] } },
        { "G: own: inside tracks it too, with another weight", Group with { TrackedHealth = [new("own", 3)] } },
        { "a name is not set", Group with { TrackedHealth = default } },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_cannot_be_is_one_line(string line, SyncGroupOptions group)
    {
        var options = Options(group);
        options = options with { Routers = [Members[0] with { TrackedHealth = [new("own")] }, Members[1] with { TrackedHealth = [new("own")] }] };

        options.Validate().Where(p => !p.IsWarning).Select(p => $"{p.Option}: {p.Message}").ShouldContain($"SyncGroups: {line}");
    }
}
