using FailoverIp.Vrrp;

namespace FailoverIp.Node.Tests;

public class InstanceRoleTests
{
    private readonly InstanceRole _role = new([], static () => { });

    [Fact]
    public void A_stay_that_a_snapshot_has_shown_to_be_over_is_not_begun_by_its_transition_that_comes_late()
    {
        _role.Observe(Snapshot(epoch: 6));

        _role.Follow(To(VrrpState.Active, 5));
        _role.IsActive.ShouldBeFalse();
        _role.Follow(To(VrrpState.Backup, 6));
        _role.Follow(To(VrrpState.Active, 7));
        _role.IsActive.ShouldBeTrue();
    }

    [Fact]
    public void A_stay_that_a_snapshot_has_shown_begins_with_its_transition()
    {
        _role.Observe(Snapshot(epoch: 5));
        _role.IsActive.ShouldBeFalse();

        _role.Follow(To(VrrpState.Active, 5));
        _role.IsActive.ShouldBeTrue();
        _role.Observe(Snapshot(epoch: 6));
        _role.IsActive.ShouldBeFalse();
    }

    private static VrrpTransition To(VrrpState state, long epoch) => new("VI_1", VrrpState.Backup, state, epoch, DateTimeOffset.UnixEpoch, TransitionReason.ActiveDown);

    private static VirtualRouterStatus Snapshot(long epoch)
    {
        var engine = new FakeEngine();
        _ = engine.StartAsync(new() { Routers = TestNode.Options.Instances }, CancellationToken.None);
        return engine.GetStatus()[0] with { Epoch = epoch };
    }
}
