namespace FailoverIp.Vrrp.Tests;

/// <summary>What happens without a transition.</summary>
public class IncidentTests
{
    [Fact]
    public async Task A_change_of_the_priority_is_told_before_the_transition_that_it_leads_to()
    {
        var f = new LanFixture();
        var told = new List<string>();
        var s1 = await f.StartAsync(Engine(LanFixture.Options(110) with { TrackedHealth = [new("web", -20)] }), before: r => Listen(r, told));
        await f.StartAsync(LanFixture.Options(100));
        f.Advance(5);

        s1.Engine.SetTracker("web", TrackerReading.Unwell);
        f.Advance(5);
        s1.Engine.SetTracker("web", TrackerReading.Well);
        f.Advance(5);

        told.ShouldBe(["Backup 110", "Active 110", "PriorityChanged Active 90", "Backup 90", "PriorityChanged Backup 110", "Active 110"]);
    }

    [Fact]
    public async Task Another_Active_router_of_a_lower_priority_is_told_and_one_that_resigns_is_not()
    {
        var f = new LanFixture();
        var told = new List<string>();
        // It stays Active without its cable, and says little: the other one is heard first when they meet again.
        var patient = LanFixture.Options(110) with { TrackInterface = false, AdvertisementInterval = TimeSpan.FromSeconds(10) };
        var s1 = await f.StartAsync(Engine(patient), before: r => Listen(r, told));
        var s2 = await f.StartAsync(LanFixture.Options(100));
        f.Advance(60);
        s1.Host.PullCable();
        f.Advance(60);
        s2.State.ShouldBe(VrrpState.Active);
        told.Clear();

        s1.Host.PlugCable();
        f.Advance(15);

        (s1.State, s2.State).ShouldBe((VrrpState.Active, VrrpState.Backup));
        told.ShouldBe(["LowerPriorityReceived Active 110"]);
        told.Clear();
        await s2.Engine.StopAsync(default);
        f.Advance(5);
        told.ShouldBeEmpty();
    }

    private static VrrpEngineOptions Engine(VirtualRouterOptions router) => new() { Routers = [router] };

    private static void Listen(LanFixture.Router router, List<string> told)
    {
        router.Engine.Subscribe(t => told.Add($"{t.To} {t.Priority}"));
        router.Engine.SubscribeIncidents(i => told.Add($"{i.Kind} {i.State} {i.Priority}"));
    }
}
