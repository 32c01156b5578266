using FailoverIp.Core.Tests.Support;
using static FailoverIp.Core.Tests.Support.ScriptedProvider;

namespace FailoverIp.Core.Tests.Routing;

/// <summary>Providers that work on a reroute as a task of their own.</summary>
public class TaskTests
{
    [Fact]
    public async Task The_first_look_comes_at_once_when_the_task_ends()
    {
        using var rig = new Rig();
        rig.Provider.OnWrite = (_, _) => Task.FromResult(Reroute.AcceptedAs(async token =>
        {
            await Task.Delay(TimeSpan.FromMilliseconds(400), rig.Clock, token).ConfigureAwait(false);
            rig.Provider.Owner = Me;
        }));

        var result = await rig.EnsureAsync();

        result.Elapsed.ShouldBe(TimeSpan.FromMilliseconds(400));
        rig.Provider.Sequence.ShouldBe("read write read");
    }

    [Fact]
    public async Task A_task_that_ends_before_its_effect_shows_is_followed_by_more_looks()
    {
        using var rig = new Rig();
        rig.Provider.OnWrite = (_, _) => Task.FromResult(Reroute.AcceptedAs(_ => Task.CompletedTask));
        rig.Provider.OnRead = (n, _) =>
        {
            if (n == 4)
                rig.Provider.Owner = Me;
            return null;
        };

        (await rig.EnsureAsync()).Attempts.ShouldBe(1);
        rig.Provider.Sequence.ShouldBe("read write read read read");
    }

    [Fact]
    public async Task A_stuck_task_does_not_stop_the_looking_and_is_let_go()
    {
        using var rig = new Rig();
        CancellationToken watched = default;
        rig.Provider.OnWrite = (_, _) => Task.FromResult(Reroute.AcceptedAs(token =>
        {
            watched = token;
            return new TaskCompletionSource().Task;
        }));
        rig.Provider.OnRead = (n, _) =>
        {
            if (n == 3)
                rig.Provider.Owner = Me;
            return null;
        };

        var result = await rig.EnsureAsync();

        (result.Outcome, result.Attempts).ShouldBe((RouteOutcome.Rerouted, 1));
        result.Elapsed.ShouldBeInRange(TimeSpan.FromSeconds(4.5), TimeSpan.FromSeconds(7.5));
        watched.IsCancellationRequested.ShouldBeTrue();
    }

    [Fact]
    public async Task A_stuck_task_without_effect_is_given_the_verify_timeout_and_then_written_again()
    {
        using var rig = new Rig();
        rig.Provider.OnWrite = (n, _) => n == 1 ? Task.FromResult(Reroute.AcceptedAs(Hang<bool>)) : null;

        (await rig.EnsureAsync()).Attempts.ShouldBe(2);

        var writes = rig.Provider.WriteTimes.ToList();
        (writes[1] - writes[0]).ShouldBeInRange(TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(22));
    }

    [Fact]
    public async Task A_failed_task_is_followed_by_one_look_and_the_next_attempt()
    {
        using var rig = new Rig();
        rig.Provider.OnWrite = (n, _) => n == 1 ? Task.FromResult(Reroute.AcceptedAs(_ => Fail<bool>(FailoverErrorKind.Busy, "node is busy"))) : null;

        var result = await rig.EnsureAsync();

        result.Attempts.ShouldBe(2);
        // Look, write, the one look; after Delay the next round: look, write, look.
        rig.Provider.Sequence.ShouldBe("read write read read write read");
        result.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(4));
    }

    [Fact]
    public async Task A_failed_task_that_can_not_get_better_ends_it()
    {
        using var rig = new Rig();
        rig.Provider.OnWrite = (_, _) => Task.FromResult(Reroute.AcceptedAs(_ => Fail<bool>(FailoverErrorKind.Rejected, "another site")));

        var error = await rig.FailAsync();

        (error.Kind, error.Message, rig.Provider.Sequence).ShouldBe((FailoverErrorKind.Rejected, "another site", "read write read"));
    }

    [Fact]
    public async Task A_task_that_claims_to_have_failed_does_not_matter_where_the_read_shows_the_target()
    {
        using var rig = new Rig();
        rig.Provider.OnWrite = (_, _) =>
        {
            rig.Provider.Owner = Me;
            return Task.FromResult(Reroute.AcceptedAs(_ => Fail<bool>(FailoverErrorKind.Rejected)));
        };

        (await rig.EnsureAsync()).Outcome.ShouldBe(RouteOutcome.Rerouted);
    }

    [Fact]
    public async Task Tasks_that_keep_failing_end_as_NotVerified_with_the_services_message()
    {
        using var rig = new Rig(new() { MaxAttempts = 2 });
        rig.Provider.OnWrite = (_, _) => Task.FromResult(Reroute.AcceptedAs(_ => Fail<bool>(FailoverErrorKind.Unavailable, "task failed: internal error")));

        var error = await rig.FailAsync();

        error.Kind.ShouldBe(FailoverErrorKind.NotVerified);
        error.Message.ShouldContain("task failed: internal error");
        rig.Provider.Writes.ShouldBe(2);
    }
}
