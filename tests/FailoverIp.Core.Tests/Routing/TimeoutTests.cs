using FailoverIp.Core.Tests.Support;
using static FailoverIp.Core.Tests.Support.ScriptedProvider;

namespace FailoverIp.Core.Tests.Routing;

/// <summary>Nothing holds the caller beyond its time, whatever a plug-in does.</summary>
public class TimeoutTests
{
    private static readonly RouteRetry Short = new() { TotalTimeout = TimeSpan.FromSeconds(20), RequestTimeout = TimeSpan.FromSeconds(10) };

    [Fact]
    public async Task The_total_timeout_after_an_accepted_write_is_NotVerified()
    {
        using var rig = new Rig(Short);
        rig.Provider.OnWrite = (_, _) => Task.FromResult(Reroute.Accepted);

        (await rig.FailAsync()).Kind.ShouldBe(FailoverErrorKind.NotVerified);

        rig.Clock.Elapsed.ShouldBe(Short.TotalTimeout);
    }

    [Fact]
    public async Task The_total_timeout_after_failures_is_the_last_ones_kind()
    {
        using var rig = new Rig(Short with { MaxAttempts = 1000 });
        rig.Provider.OnRead = (_, _) => Fail<RouteReading>(FailoverErrorKind.Busy, "maintenance");

        var error = await rig.FailAsync();

        (error.Kind, rig.Clock.Elapsed).ShouldBe((FailoverErrorKind.Busy, Short.TotalTimeout));
        error.Message.ShouldContain("maintenance");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_total_timeout_in_a_call_that_hangs_is_Timeout(bool obeys)
    {
        using var rig = new Rig(Short);
        rig.Provider.OnRead = (_, token) => Hang<RouteReading>(obeys ? token : CancellationToken.None);

        (await rig.FailAsync()).Kind.ShouldBe(FailoverErrorKind.Timeout);

        rig.Clock.Elapsed.ShouldBe(Short.TotalTimeout);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_read_that_hangs_beyond_all_its_requests_is_given_up_and_tried_again(bool obeys)
    {
        using var rig = new Rig();
        rig.Provider.OnRead = (n, token) => n == 1 ? Hang<RouteReading>(obeys ? token : CancellationToken.None) : null;

        var result = await rig.EnsureAsync();

        result.Attempts.ShouldBe(1);
        result.Elapsed.ShouldBeInRange(TimeSpan.FromSeconds(42), TimeSpan.FromSeconds(44));
    }

    [Fact]
    public async Task A_write_that_was_given_up_but_is_still_on_its_way_is_waited_for_while_looking()
    {
        using var rig = new Rig();
        var stuck = new TaskCompletionSource<Reroute>();
        rig.Provider.OnWrite = (n, _) => n == 1 ? stuck.Task : null;
        var task = rig.Router.EnsureAsync("web");

        rig.Advance(() => rig.Clock.Elapsed > TimeSpan.FromSeconds(100));
        rig.Provider.Writes.ShouldBe(1);
        rig.Provider.Reads.ShouldBeGreaterThan(10);

        stuck.SetResult(Reroute.Accepted);
        (await rig.RunAsync(task)).Attempts.ShouldBe(2);
        rig.Provider.MostWritesInFlight.ShouldBe(1);
    }

    [Fact]
    public async Task A_write_that_was_given_up_and_took_effect_ends_it()
    {
        using var rig = new Rig();
        rig.Provider.OnWrite = (_, _) => new TaskCompletionSource<Reroute>().Task;
        rig.Provider.OnRead = (_, _) =>
        {
            if (rig.Clock.Elapsed >= TimeSpan.FromSeconds(40))
                rig.Provider.Owner = Me;
            return null;
        };

        var result = await rig.EnsureAsync();

        (result.Attempts, result.Elapsed).ShouldBe((1, TimeSpan.FromSeconds(40)));
    }

    [Fact]
    public async Task A_single_read_ends_with_the_total_timeout()
    {
        using var rig = new Rig(Short);
        rig.Provider.OnRead = (_, _) => Hang<RouteReading>(CancellationToken.None);

        var error = await Should.ThrowAsync<FailoverIpException>(() => rig.RunAsync(rig.Router.ReadAsync("web")));

        (error.Kind, rig.Clock.Elapsed).ShouldBe((FailoverErrorKind.Timeout, Short.TotalTimeout));
    }

    [Fact]
    public async Task With_no_delay_at_all_the_looks_still_leave_the_provider_air()
    {
        using var rig = new Rig(new() { Delay = TimeSpan.Zero, VerifyTimeout = TimeSpan.FromSeconds(1), MaxAttempts = 1 });
        rig.Provider.OnWrite = (_, _) => Task.FromResult(Reroute.Accepted);

        (await rig.FailAsync()).Kind.ShouldBe(FailoverErrorKind.NotVerified);
        rig.Provider.Reads.ShouldBeLessThan(30);
    }
}
