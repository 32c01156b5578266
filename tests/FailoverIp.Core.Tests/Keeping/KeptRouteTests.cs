using FailoverIp.Core.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using static FailoverIp.Core.Tests.Support.ScriptedProvider;

namespace FailoverIp.Core.Tests.Keeping;

/// <summary>The keeper over the real router: what reaches the provider when roles come and go.</summary>
public class KeptRouteTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_role_that_ends_while_its_write_is_in_flight_sends_nothing_more(bool obeys)
    {
        using var rig = new Rig();
        await using var keeper = new RouteKeeper(rig.Router, rig.Route, rig.Clock, NullLogger.Instance);
        using var role = new CancellationTokenSource();
        rig.Provider.OnWrite = (_, t) => Hang<Reroute>(obeys ? t : CancellationToken.None);
        keeper.Start(1, role.Token);
        await Wait.Until(() => rig.Provider.Writes == 1);

        role.Cancel();

        keeper.Status.State.ShouldBe(RouteKeeperState.Idle);
        await keeper.StopAsync();
        rig.Clock.Advance(TimeSpan.FromHours(1));
        rig.Provider.Sequence.ShouldBe("read write");
    }

    [Fact]
    public async Task A_role_that_ends_while_the_owner_is_read_never_writes()
    {
        using var rig = new Rig();
        await using var keeper = new RouteKeeper(rig.Router, rig.Route, rig.Clock, NullLogger.Instance);
        using var role = new CancellationTokenSource();
        // The answer comes at the very moment at which the role ends.
        rig.Provider.OnRead = (_, _) =>
        {
            role.Cancel();
            return null;
        };
        keeper.Start(1, role.Token);
        await Wait.Until(() => rig.Provider.Reads == 1);

        await keeper.StopAsync();
        rig.Provider.Sequence.ShouldBe("read");
    }

    [Fact]
    public async Task A_role_that_comes_back_looks_before_it_writes_and_never_while_the_old_write_is_on_its_way()
    {
        using var rig = new Rig();
        await using var keeper = new RouteKeeper(rig.Router, rig.Route, rig.Clock, NullLogger.Instance);
        var answer = new TaskCompletionSource<Reroute>();
        rig.Provider.OnWrite = (n, _) => n == 1 ? answer.Task : null;
        using (var first = new CancellationTokenSource())
        {
            keeper.Start(1, first.Token);
            await Wait.Until(() => rig.Provider.Writes == 1);
            first.Cancel();
        }
        using var second = new CancellationTokenSource();
        keeper.Start(3, second.Token);

        rig.Provider.Owner = Me;
        answer.SetResult(Reroute.Accepted);
        await Wait.Until(() => keeper.Status.State == RouteKeeperState.Routed);

        rig.Provider.Sequence.ShouldBe("read write read");
        keeper.Status.Epoch.ShouldBe(3);
    }
}
