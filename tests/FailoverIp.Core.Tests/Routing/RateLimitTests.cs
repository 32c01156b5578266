using FailoverIp.Core.Tests.Support;
using static FailoverIp.Core.Tests.Support.ScriptedProvider;

namespace FailoverIp.Core.Tests.Routing;

public class RateLimitTests
{
    [Fact]
    public async Task A_limit_that_fits_is_waited_out_to_its_end()
    {
        using var rig = new Rig();
        rig.Provider.OnWrite = (n, _) => n == 1 ? Fail<Reroute>(FailoverErrorKind.RateLimited, retryAfter: TimeSpan.FromSeconds(90)) : null;

        var result = await rig.EnsureAsync();

        (result.Attempts, result.Elapsed).ShouldBe((2, TimeSpan.FromSeconds(90)));
        rig.Provider.Sequence.ShouldBe("read write read write read");
    }

    [Theory]
    [InlineData(180)]
    [InlineData(300)]
    public async Task A_limit_that_does_not_fit_ends_it_at_once_and_tells_how_long(int seconds)
    {
        using var rig = new Rig();
        rig.Provider.OnWrite = (_, _) => Fail<Reroute>(FailoverErrorKind.RateLimited, "too many", TimeSpan.FromSeconds(seconds));

        var error = await rig.FailAsync();

        (error.Kind, error.RetryAfter, rig.Clock.Elapsed, rig.Provider.Writes).ShouldBe((FailoverErrorKind.RateLimited, TimeSpan.FromSeconds(seconds), TimeSpan.Zero, 1));
    }

    [Fact]
    public async Task What_is_left_counts_and_not_the_whole_time()
    {
        using var rig = new Rig();
        rig.Provider.OnWrite = (_, _) => Fail<Reroute>(FailoverErrorKind.RateLimited, retryAfter: TimeSpan.FromSeconds(100));

        (await rig.FailAsync()).Kind.ShouldBe(FailoverErrorKind.RateLimited);

        rig.Clock.Elapsed.ShouldBe(TimeSpan.FromSeconds(100));
        rig.Provider.Writes.ShouldBe(2);
    }

    [Fact]
    public async Task Waiting_for_a_budget_of_our_own_is_no_attempt()
    {
        using var rig = new Rig(new() { MaxAttempts = 1 });
        rig.Provider.OnWrite = (n, _) => n <= 2 ? Fail<Reroute>(FailoverErrorKind.RateLimited, retryAfter: TimeSpan.FromSeconds(30), nothingSent: true) : null;

        var result = await rig.EnsureAsync();

        (result.Attempts, result.Elapsed).ShouldBe((1, TimeSpan.FromSeconds(60)));
    }

    [Fact]
    public async Task A_route_that_was_accepted_and_never_shown_is_not_verified_also_where_our_own_budget_forbids_the_next_write()
    {
        using var rig = new Rig();
        rig.Provider.OnWrite = (n, _) => n == 1 ? Task.FromResult(Reroute.Accepted) : Fail<Reroute>(FailoverErrorKind.RateLimited, "kept", TimeSpan.FromMinutes(5), nothingSent: true);

        var error = await rig.FailAsync();

        (error.Kind, error.RetryAfter, rig.Provider.Writes).ShouldBe((FailoverErrorKind.NotVerified, TimeSpan.FromMinutes(5), 2));
    }

    [Fact]
    public async Task A_write_that_the_service_refused_for_its_limit_is_an_attempt()
    {
        using var rig = new Rig(new() { MaxAttempts = 2 });
        rig.Provider.OnWrite = (_, _) => Fail<Reroute>(FailoverErrorKind.RateLimited, retryAfter: TimeSpan.FromSeconds(5));

        (await rig.FailAsync()).RetryAfter.ShouldBe(TimeSpan.FromSeconds(5));

        rig.Provider.Writes.ShouldBe(2);
    }

    [Fact]
    public async Task A_limit_of_unknown_length_is_not_burnt_through()
    {
        using var rig = new Rig();
        rig.Provider.OnWrite = (_, _) => Fail<Reroute>(FailoverErrorKind.RateLimited);

        var error = await rig.FailAsync();

        (error.Kind, error.RetryAfter).ShouldBe((FailoverErrorKind.RateLimited, null));
        var writes = rig.Provider.WriteTimes.Select(t => t.TotalSeconds).ToList();
        writes.ShouldBe([0, 6, 18, 42, 90]);
    }

    [Fact]
    public async Task A_limited_look_after_a_write_is_waited_out_and_the_write_not_repeated_too_early()
    {
        using var rig = new Rig(new() { Delay = TimeSpan.FromSeconds(1) });
        rig.Provider.OnWrite = (n, _) => n == 1 ? Task.FromResult(Reroute.Accepted) : null;
        rig.Provider.OnRead = (n, _) => n == 2 ? Fail<RouteReading>(FailoverErrorKind.RateLimited, retryAfter: TimeSpan.FromSeconds(4)) : null;

        (await rig.EnsureAsync()).Attempts.ShouldBe(2);

        rig.Provider.Calls[3].At.ShouldBe(TimeSpan.FromSeconds(4));
        var writes = rig.Provider.WriteTimes.ToList();
        writes[1].ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(15));
    }

    [Fact]
    public async Task A_limited_read_that_does_not_fit_ends_it_without_a_write()
    {
        using var rig = new Rig();
        rig.Provider.OnRead = (_, _) => Fail<RouteReading>(FailoverErrorKind.RateLimited, retryAfter: TimeSpan.FromMinutes(5));

        (await rig.FailAsync()).Kind.ShouldBe(FailoverErrorKind.RateLimited);
        rig.Provider.Sequence.ShouldBe("read");
    }
}
