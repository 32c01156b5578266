using FailoverIp.Core.Tests.Support;
using FailoverIp.Simulation;
using Microsoft.Extensions.Logging.Abstractions;
using static FailoverIp.Core.Tests.Support.ScriptedProvider;

namespace FailoverIp.Core.Tests.Keeping;

public sealed class RouteKeeperTests : IAsyncDisposable
{
    private static readonly FailoverRoute Route = new("web", FailoverAddress.Parse("203.0.113.10"), "fake", RouteTarget.ForServer(Me));
    private readonly VirtualTimeProvider _clock = new();
    private readonly ScriptedRouter _router = new(Route);
    private readonly CancellationTokenSource _role = new();
    private readonly RouteKeeper _keeper;

    public RouteKeeperTests() => _keeper = new(_router, Route, _clock, NullLogger.Instance);

    public async ValueTask DisposeAsync()
    {
        await _role.CancelAsync();
        foreach (var call in _router.Ensures.Concat(_router.Reads))
            call.Answer.TrySetCanceled();
        await _keeper.DisposeAsync();
        _role.Dispose();
    }

    [Fact]
    public async Task Before_the_first_role_it_is_idle_and_asks_nothing()
    {
        _keeper.Status.ShouldBe(new RouteKeeperStatus(RouteKeeperState.Idle, 0));
        await _keeper.StopAsync();
        _router.Ensures.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_role_begins_with_a_route_that_is_made_and_then_read_every_interval()
    {
        _keeper.Start(3, _role.Token).ShouldBeTrue();
        _keeper.Status.ShouldBe(new RouteKeeperStatus(RouteKeeperState.Routing, 3));

        (await Ensure(1)).Is(_router.Routed(attempts: 0));
        await Status(RouteKeeperState.Routed);
        _keeper.Status.ShouldBe(new RouteKeeperStatus(RouteKeeperState.Routed, 3) { Owner = Me, Target = Me, LastVerified = _clock.GetUtcNow() });

        await PassAsync(Route.Retry.VerifyTimeout);
        (await Read(1)).Is(new RouteReading(Me, Me, true));
        await Wait.Until(() => _keeper.Status.LastVerified == _clock.GetUtcNow());
        await PassAsync(Route.VerifyInterval - TimeSpan.FromTicks(1));
        _router.Reads.Count.ShouldBe(1);
        await PassAsync(TimeSpan.FromTicks(1));
        await Read(2);
        _router.Ensures.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(0)] // it was ours already, which a write that is on its way does not know
    public async Task The_first_look_of_a_stay_comes_when_no_write_of_the_former_Active_can_be_left(int attempts)
    {
        _keeper.Start(3, _role.Token);
        (await Ensure(1)).Is(_router.Routed(attempts));
        await Status(RouteKeeperState.Routed);

        await PassAsync(Route.Retry.VerifyTimeout - TimeSpan.FromTicks(1));
        _router.Reads.ShouldBeEmpty();
        await PassAsync(TimeSpan.FromTicks(1));
        (await Read(1)).Is(new RouteReading(Me, Peer, false));

        await Ensure(2);
    }

    [Fact]
    public async Task Where_writes_show_at_once_the_first_look_waits_for_the_interval_as_well()
    {
        var route = Route with { Retry = new() { VerifyTimeout = TimeSpan.Zero } };
        var router = new ScriptedRouter(route);
        await using var keeper = new RouteKeeper(router, route, _clock, NullLogger.Instance);
        keeper.Start(3, _role.Token);
        await Wait.Until(() => router.Ensures.Count == 1, "ensure");
        router.Ensures[0].Is(router.Routed());

        await Wait.Until(() => _clock.NextDue == route.VerifyInterval, "it waits");
        router.Reads.ShouldBeEmpty();
    }

    [Fact]
    public async Task Drift_is_shown_and_repaired()
    {
        await RoutedAsync(1);
        await PassAsync(Route.VerifyInterval);
        (await Read(1)).Is(new RouteReading(Me, Peer, false));

        var repair = await Ensure(2);
        (_keeper.Status.State, _keeper.Status.Owner).ShouldBe((RouteKeeperState.Routing, Peer));

        repair.Is(_router.Routed());
        await Status(RouteKeeperState.Routed);
        _keeper.Status.Owner.ShouldBe(Me);
    }

    [Fact]
    public async Task A_failed_verification_is_shown_and_the_route_is_made_again()
    {
        await RoutedAsync(1);
        await PassAsync(Route.VerifyInterval);
        (await Read(1)).Fails(FailoverErrorKind.Unavailable, "connection refused");

        await Status(RouteKeeperState.Failing);
        _keeper.Status.LastError!.Message.ShouldBe("connection refused");
        _keeper.Status.Owner.ShouldBe(Me);
        await PassAsync(Route.Retry.Delay);
        (await Ensure(2)).Is(_router.Routed(0));
        await Status(RouteKeeperState.Routed);
        _keeper.Status.LastError.ShouldBeNull();
    }

    [Theory]
    [InlineData(FailoverErrorKind.Unavailable, null, 3)]
    [InlineData(FailoverErrorKind.NotVerified, null, 3)]
    [InlineData(FailoverErrorKind.RateLimited, 300, 300)]
    [InlineData(FailoverErrorKind.Authentication, null, 60)]
    [InlineData(FailoverErrorKind.Rejected, null, 60)]
    public async Task After_a_failure_it_tries_on_when_that_makes_sense(FailoverErrorKind kind, int? retryAfter, int seconds)
    {
        _keeper.Start(1, _role.Token);
        for (var round = 1; round <= 3; round++)
        {
            (await Ensure(round)).Fails(kind, retryAfter: retryAfter is { } s ? TimeSpan.FromSeconds(s) : null);
            await Wait.Until(() => _clock.NextDue is not null);
            _clock.NextDue.ShouldBe(_clock.Elapsed + TimeSpan.FromSeconds(seconds));
            (_keeper.Status.State, _keeper.Status.LastError!.Kind).ShouldBe((RouteKeeperState.Failing, kind));
            _clock.Advance(TimeSpan.FromSeconds(seconds));
        }
    }

    [Fact]
    public async Task The_end_of_the_role_is_seen_before_its_cancellation_returns()
    {
        await RoutedAsync(7);

        _role.Cancel();

        _keeper.Status.ShouldBe(new RouteKeeperStatus(RouteKeeperState.Idle, 7) { Owner = Me, Target = Me, LastVerified = _clock.GetUtcNow() });
        await Wait.Until(() => _clock.NextDue is null);
        _clock.Advance(TimeSpan.FromHours(1));
        _router.Reads.ShouldBeEmpty();
        _router.Ensures.Count.ShouldBe(1);
    }

    [Fact]
    public async Task The_end_of_the_role_reaches_a_call_in_flight()
    {
        _keeper.Start(1, _role.Token);
        var call = await Ensure(1);

        _role.Cancel();

        call.Token.IsCancellationRequested.ShouldBeTrue();
    }

    [Fact]
    public async Task A_result_that_arrives_after_the_role_has_ended_is_dropped()
    {
        _router.Obeys = false;
        _keeper.Start(1, _role.Token);
        var call = await Ensure(1);
        _role.Cancel();

        call.Is(_router.Routed());
        await _keeper.StopAsync();

        _keeper.Status.ShouldBe(new RouteKeeperStatus(RouteKeeperState.Idle, 1));
        _router.Ensures.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_failure_that_arrives_after_the_role_has_ended_is_dropped()
    {
        _router.Obeys = false;
        _keeper.Start(1, _role.Token);
        var call = await Ensure(1);
        _role.Cancel();

        call.Fails(FailoverErrorKind.Authentication);
        await _keeper.StopAsync();

        _keeper.Status.LastError.ShouldBeNull();
    }

    [Fact]
    public async Task A_new_epoch_waits_until_the_work_of_the_old_one_has_wound_down_and_takes_nothing_from_it()
    {
        _router.Obeys = false;
        _keeper.Start(1, _role.Token);
        var old = await Ensure(1);
        _role.Cancel();
        using var second = new CancellationTokenSource();
        _keeper.Start(3, second.Token).ShouldBeTrue();
        _keeper.Status.ShouldBe(new RouteKeeperStatus(RouteKeeperState.Routing, 3));
        // That something does not happen has no signal: the time is for a keeper that does not wait.
        await Task.Delay(100);
        _router.Ensures.Count.ShouldBe(1);

        old.Is(_router.Routed(owner: "stale"));
        var current = await Ensure(2);
        _keeper.Status.ShouldBe(new RouteKeeperStatus(RouteKeeperState.Routing, 3));
        current.Is(_router.Routed());
        await Status(RouteKeeperState.Routed);
        (_keeper.Status.Epoch, _keeper.Status.Owner).ShouldBe((3, Me));
        await second.CancelAsync();
    }

    [Fact]
    public async Task A_new_epoch_ends_an_old_one_whose_end_was_never_told()
    {
        _keeper.Start(1, _role.Token);
        var old = await Ensure(1);

        _keeper.Start(2, _role.Token).ShouldBeTrue();

        old.Token.IsCancellationRequested.ShouldBeTrue();
        await Ensure(2);
        _keeper.Status.Epoch.ShouldBe(2);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public async Task A_start_of_an_epoch_that_is_not_newer_is_ignored(long epoch)
    {
        await RoutedAsync(5);

        _keeper.Start(epoch, _role.Token).ShouldBeFalse();

        (_keeper.Status.State, _keeper.Status.Epoch).ShouldBe((RouteKeeperState.Routed, 5));
    }

    [Fact]
    public async Task A_role_that_has_already_ended_begins_nothing()
    {
        _keeper.Start(1, new CancellationToken(true)).ShouldBeTrue();
        await _keeper.StopAsync();

        _keeper.Status.ShouldBe(new RouteKeeperStatus(RouteKeeperState.Idle, 1));
        _router.Ensures.ShouldBeEmpty();
    }

    [Fact]
    public async Task Stopping_waits_for_the_work_and_a_newer_epoch_may_begin_again()
    {
        await RoutedAsync(1);
        await _keeper.StopAsync();
        _keeper.Status.State.ShouldBe(RouteKeeperState.Idle);

        _keeper.Start(2, _role.Token).ShouldBeTrue();
        await Ensure(2);
    }

    [Fact]
    public async Task Changes_are_told_in_order_and_one_at_a_time_also_where_an_observer_fails()
    {
        List<RouteKeeperState> seen = [];
        var inside = 0;
        _keeper.Changed += status =>
        {
            Interlocked.Increment(ref inside).ShouldBe(1);
            lock (seen)
                seen.Add(status.State);
            Interlocked.Decrement(ref inside);
            throw new InvalidOperationException("observer");
        };

        await RoutedAsync(1);
        await PassAsync(Route.VerifyInterval);
        (await Read(1)).Is(new RouteReading(Me, null, false));
        (await Ensure(2)).Fails(FailoverErrorKind.Busy);
        await Status(RouteKeeperState.Failing);
        _role.Cancel();

        await Wait.Until(() => Count() == 5);
        seen.ShouldBe([RouteKeeperState.Routing, RouteKeeperState.Routed, RouteKeeperState.Routing, RouteKeeperState.Failing, RouteKeeperState.Idle]);

        int Count()
        {
            lock (seen)
                return seen.Count;
        }
    }

    [Fact]
    public async Task A_router_that_breaks_does_not_end_the_keeping()
    {
        _keeper.Start(1, _role.Token);
        (await Ensure(1)).Answer.SetException(new InvalidCastException());
        await Status(RouteKeeperState.Failing);
        _keeper.Status.LastError!.Kind.ShouldBe(FailoverErrorKind.Unavailable);

        await PassAsync(Route.Retry.Delay);
        await Ensure(2);
    }

    private async Task RoutedAsync(long epoch)
    {
        _keeper.Start(epoch, _role.Token);
        (await Ensure(1)).Is(_router.Routed());
        await Status(RouteKeeperState.Routed);
    }

    private async Task<ScriptedRouter.Call> Ensure(int number)
    {
        await Wait.Until(() => _router.Ensures.Count >= number, $"ensure {number}");
        return _router.Ensures[number - 1];
    }

    private async Task<ScriptedRouter.Call> Read(int number)
    {
        await Wait.Until(() => _router.Reads.Count >= number, $"read {number}");
        return _router.Reads[number - 1];
    }

    private Task Status(RouteKeeperState state) => Wait.Until(() => _keeper.Status.State == state, state.ToString());

    private async Task PassAsync(TimeSpan time)
    {
        await Wait.Until(() => _clock.NextDue is not null, "the keeper's timer");
        _clock.Advance(time);
    }
}
