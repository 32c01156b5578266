using FailoverIp.Core.Tests.Support;
using static FailoverIp.Core.Tests.Support.ScriptedProvider;

namespace FailoverIp.Core.Tests.Routing;

/// <summary>Look, write, look again.</summary>
public class RerouteTests
{
    [Fact]
    public async Task An_address_that_is_already_routed_is_only_read()
    {
        using var rig = new Rig();
        rig.Provider.Owner = Me;

        var result = await rig.EnsureAsync();

        result.ShouldBe(new RouteResult(rig.Route, RouteOutcome.AlreadyRouted, Me, 0, TimeSpan.Zero));
        rig.Provider.Sequence.ShouldBe("read");
    }

    [Theory]
    [InlineData(Peer)]
    [InlineData(null)]
    public async Task An_address_of_another_owner_or_of_none_is_written_once_and_verified(string? owner)
    {
        using var rig = new Rig();
        rig.Provider.Owner = owner;

        var result = await rig.EnsureAsync();

        result.ShouldBe(new RouteResult(rig.Route, RouteOutcome.Rerouted, Me, 1, TimeSpan.Zero));
        rig.Provider.Sequence.ShouldBe("read write read");
    }

    [Fact]
    public async Task A_change_that_takes_time_is_waited_for_and_not_written_again()
    {
        using var rig = new Rig();
        rig.Provider.OnWrite = (_, _) => Task.FromResult(Reroute.Accepted);
        rig.Provider.OnRead = (_, _) =>
        {
            if (rig.Clock.Elapsed >= TimeSpan.FromSeconds(10))
                rig.Provider.Owner = Me;
            return null;
        };

        var result = await rig.EnsureAsync();

        result.Attempts.ShouldBe(1);
        result.Elapsed.ShouldBeInRange(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(14));
        rig.Provider.Writes.ShouldBe(1);
        // Every Delay of 3 s, jittered by a quarter: at 0 s, and from 3 to 5 times until 10 s and once after.
        rig.Provider.Reads.ShouldBeInRange(4, 7);
    }

    [Fact]
    public async Task A_provider_that_accepts_and_never_changes_ends_as_NotVerified_with_writes_no_closer_than_the_verify_timeout()
    {
        using var rig = new Rig(new() { MaxAttempts = 3 });
        rig.Provider.OnWrite = (_, _) => Task.FromResult(Reroute.Accepted);

        var error = await rig.FailAsync();

        error.Kind.ShouldBe(FailoverErrorKind.NotVerified);
        var writes = rig.Provider.WriteTimes.ToList();
        writes.Count.ShouldBe(3);
        writes.Zip(writes.Skip(1), (a, b) => b - a).ShouldAllBe(gap => gap >= TimeSpan.FromSeconds(15));
        rig.Provider.Sequence.ShouldNotContain("write write");
        rig.Provider.Sequence.ShouldEndWith("read");
    }

    [Fact]
    public async Task A_lost_answer_of_a_write_that_took_effect_leads_to_no_second_write()
    {
        using var rig = new Rig();
        rig.Provider.OnWrite = (_, _) =>
        {
            rig.Provider.Owner = Me;
            return Fail<Reroute>(FailoverErrorKind.Unavailable);
        };

        var result = await rig.EnsureAsync();

        (result.Outcome, result.Attempts).ShouldBe((RouteOutcome.Rerouted, 1));
        rig.Provider.Sequence.ShouldBe("read write read");
    }

    [Theory]
    [InlineData(FailoverErrorKind.Unavailable)]
    [InlineData(FailoverErrorKind.Timeout)]
    public async Task A_lost_answer_is_read_back_for_the_verify_timeout_before_another_write(FailoverErrorKind kind)
    {
        using var rig = new Rig();
        rig.Provider.OnWrite = (n, _) => n == 1 ? Fail<Reroute>(kind) : null;

        var result = await rig.EnsureAsync();

        result.Attempts.ShouldBe(2);
        var writes = rig.Provider.WriteTimes.ToList();
        (writes[1] - writes[0]).ShouldBeInRange(TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(22));
    }

    [Fact]
    public async Task Writes_whose_answers_are_all_lost_end_as_what_lost_them()
    {
        using var rig = new Rig(new() { MaxAttempts = 2 });
        rig.Provider.OnWrite = (_, _) => Fail<Reroute>(FailoverErrorKind.Unavailable, "connection reset");

        var error = await rig.FailAsync();

        (error.Kind, error.Message).ShouldBe((FailoverErrorKind.Unavailable, "connection reset"));
        rig.Provider.Writes.ShouldBe(2);
    }

    [Fact]
    public async Task A_write_that_never_left_is_not_counted()
    {
        using var rig = new Rig();
        rig.Provider.OnWrite = (n, _) => n < 3 ? Fail<Reroute>(FailoverErrorKind.Unavailable, nothingSent: true) : null;

        var result = await rig.EnsureAsync();

        result.Attempts.ShouldBe(1);
        // Nothing was sent, so there is nothing to read back: the next round begins after Delay.
        result.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(8));
        rig.Provider.Sequence.ShouldBe("read write read write read write read");
    }

    [Fact]
    public async Task A_provider_that_cannot_be_read_is_given_up_after_ten_rounds_and_nothing_is_written()
    {
        using var rig = new Rig(new() { MaxAttempts = 1 });
        rig.Provider.OnRead = (_, _) => Fail<RouteReading>(FailoverErrorKind.Unavailable, "connection refused");

        var error = await rig.FailAsync();

        (error.Kind, error.Message).ShouldBe((FailoverErrorKind.Unavailable, "connection refused"));
        rig.Provider.Sequence.ShouldBe("read read read read read read read read read read");
        rig.Clock.Elapsed.ShouldBeInRange(TimeSpan.FromSeconds(20.25), TimeSpan.FromSeconds(33.75));
    }

    [Fact]
    public async Task A_failed_look_is_no_attempt()
    {
        using var rig = new Rig(new() { MaxAttempts = 1 });
        rig.Provider.OnRead = (n, _) => n <= 2 ? Fail<RouteReading>(FailoverErrorKind.Unavailable) : Task.FromResult(rig.Provider.Reading);

        (await rig.EnsureAsync()).Attempts.ShouldBe(1);
    }

    [Fact]
    public async Task No_write_follows_a_failed_look_even_where_an_earlier_one_showed_another_owner()
    {
        using var rig = new Rig();
        rig.Provider.OnWrite = (n, _) => n == 1 ? Task.FromResult(Reroute.Accepted) : null;
        // The reads after the first write alternate between failing and showing the peer; the last before the end of the window fails.
        rig.Provider.OnRead = (n, _) => n > 1 && (n % 2 == 0 || rig.Clock.Elapsed is { TotalSeconds: >= 15 and < 30 }) ? Fail<RouteReading>(FailoverErrorKind.Unavailable) : null;
        var failed = false;
        var read = rig.Provider.OnRead;
        rig.Provider.OnRead = (n, t) =>
        {
            var answer = read(n, t);
            failed = answer is not null;
            return answer;
        };
        var write = rig.Provider.OnWrite;
        rig.Provider.OnWrite = (n, t) =>
        {
            failed.ShouldBeFalse();
            return write(n, t);
        };

        (await rig.EnsureAsync()).Attempts.ShouldBe(2);
    }

    [Fact]
    public async Task Failing_looks_after_an_accepted_write_end_as_NotVerified()
    {
        using var rig = new Rig(new() { MaxAttempts = 3 });
        rig.Provider.OnWrite = (_, _) => Task.FromResult(Reroute.Accepted);
        rig.Provider.OnRead = (n, _) => n == 1 ? null : Fail<RouteReading>(FailoverErrorKind.Unavailable, "connection refused");

        var error = await rig.FailAsync();

        error.Kind.ShouldBe(FailoverErrorKind.NotVerified);
        error.Message.ShouldContain("connection refused");
        rig.Provider.Writes.ShouldBe(1);
    }

    [Theory]
    [InlineData(FailoverErrorKind.Authentication)]
    [InlineData(FailoverErrorKind.NotFound)]
    [InlineData(FailoverErrorKind.Rejected)]
    [InlineData(FailoverErrorKind.Configuration)]
    public async Task What_cannot_get_better_ends_it_at_once(FailoverErrorKind kind)
    {
        foreach (var atRead in new[] { 1, 2 })
        {
            using var rig = new Rig();
            rig.Provider.OnWrite = (_, _) => Task.FromResult(Reroute.Accepted);
            rig.Provider.OnRead = (n, _) => n == atRead ? Fail<RouteReading>(kind, "no") : null;
            ((await rig.FailAsync()).Kind, rig.Clock.Elapsed, rig.Provider.Reads).ShouldBe((kind, TimeSpan.Zero, atRead));
        }

        using var writing = new Rig();
        writing.Provider.OnWrite = (_, _) => Fail<Reroute>(kind, "no");
        var error = await writing.FailAsync();
        (error.Kind, error.Message, writing.Clock.Elapsed, writing.Provider.Sequence).ShouldBe((kind, "no", TimeSpan.Zero, "read write"));
    }

    [Fact]
    public async Task A_busy_provider_is_tried_again_after_the_delay()
    {
        using var rig = new Rig();
        rig.Provider.OnWrite = (n, _) => n == 1 ? Fail<Reroute>(FailoverErrorKind.Busy) : null;

        var result = await rig.EnsureAsync();

        result.Attempts.ShouldBe(2);
        result.Elapsed.ShouldBeInRange(TimeSpan.FromSeconds(2.25), TimeSpan.FromSeconds(3.75));
    }

    [Fact]
    public async Task The_pauses_are_jittered()
    {
        HashSet<TimeSpan> pauses = [];
        for (var i = 0; i < 8; i++)
        {
            using var rig = new Rig();
            rig.Provider.OnWrite = (n, _) => n == 1 ? Fail<Reroute>(FailoverErrorKind.Busy) : null;
            pauses.Add((await rig.EnsureAsync()).Elapsed);
        }
        pauses.Count.ShouldBeGreaterThan(4);
    }

    [Fact]
    public async Task Requests_carry_the_timeout_and_ask_for_the_owner_only_where_somebody_wants_to_know()
    {
        using var rig = new Rig(new() { RequestTimeout = TimeSpan.FromSeconds(4) });

        await rig.EnsureAsync();
        rig.Provider.Requests.ShouldAllBe(r => r == new RouteRequest(rig.Route.Address, rig.Route.Target) { RequestTimeout = TimeSpan.FromSeconds(4) });

        rig.Provider.Requests.Clear();
        (await rig.Router.ReadAsync("WEB")).ShouldBe(new RouteReading(Me, Me, true));
        rig.Provider.Requests.Single().FindOwner.ShouldBeTrue();
    }

    [Fact]
    public async Task An_unknown_name_is_an_error_of_the_configuration_that_tells_the_known_ones()
    {
        using var rig = new Rig();

        foreach (var call in new Func<Task>[] { () => rig.Router.EnsureAsync("wbe"), () => rig.Router.ReadAsync("wbe") })
        {
            var error = await Should.ThrowAsync<FailoverIpException>(call);
            (error.Kind, error.Message).ShouldBe((FailoverErrorKind.Configuration, "'wbe' is not a configured address; there are: web"));
        }
    }
}
