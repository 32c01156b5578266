using FailoverIp.Core.Tests.Support;
using static FailoverIp.Core.Tests.Support.ScriptedProvider;

namespace FailoverIp.Core.Tests.Routing;

/// <summary>Providers that need two writes: the address is taken off its owner, and then put on the target.</summary>
public class StepTests
{
    private static readonly TimeSpan StepTime = TimeSpan.FromSeconds(2);

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    public async Task The_second_write_follows_when_the_first_has_ended_whatever_MaxAttempts_is(int maxAttempts)
    {
        using var rig = new Rig(new() { MaxAttempts = maxAttempts });
        rig.Provider.OnWrite = (_, _) => TakeOff(rig);

        var result = await rig.EnsureAsync();

        (result.Outcome, result.Attempts, result.Elapsed).ShouldBe((RouteOutcome.Rerouted, 2, StepTime));
        rig.Provider.Sequence.ShouldBe("read write read write read");
    }

    [Fact]
    public async Task What_an_earlier_attempt_left_between_the_steps_needs_one_write()
    {
        using var rig = new Rig();
        rig.Provider.Owner = null;
        rig.Provider.OnWrite = (_, _) => TakeOff(rig);

        (await rig.EnsureAsync()).Attempts.ShouldBe(1);
    }

    [Fact]
    public async Task A_role_that_ends_between_the_steps_sends_no_second_write()
    {
        using var rig = new Rig();
        using var role = new CancellationTokenSource();
        rig.Provider.OnWrite = (_, _) => Task.FromResult(Reroute.AcceptedAsStep(_ =>
        {
            rig.Provider.Owner = null;
            role.Cancel();
            return Task.CompletedTask;
        }));

        await Should.ThrowAsync<OperationCanceledException>(() => rig.RunAsync(rig.Router.EnsureAsync("web", role.Token)));

        rig.Provider.Writes.ShouldBe(1);
    }

    [Fact]
    public async Task A_first_step_that_fails_is_tried_again_after_a_look()
    {
        using var rig = new Rig();
        rig.Provider.OnWrite = (n, _) => n == 1 ? Task.FromResult(Reroute.AcceptedAsStep(_ => Fail<bool>(FailoverErrorKind.Unavailable, "task failed"))) : TakeOff(rig);

        (await rig.EnsureAsync()).Attempts.ShouldBe(3);

        rig.Provider.Sequence.ShouldBe("read write read read write read write read");
    }

    [Fact]
    public async Task A_first_step_that_does_not_end_is_given_the_verify_timeout()
    {
        using var rig = new Rig();
        rig.Provider.OnWrite = (n, _) => n == 1 ? Task.FromResult(Reroute.AcceptedAsStep(Hang<bool>)) : TakeOff(rig);

        (await rig.EnsureAsync()).Attempts.ShouldBe(3);

        var writes = rig.Provider.WriteTimes.ToList();
        (writes[1] - writes[0]).ShouldBeInRange(TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(22));
    }

    [Fact]
    public async Task No_second_write_follows_a_failed_look()
    {
        using var rig = new Rig();
        rig.Provider.OnWrite = (_, _) => TakeOff(rig);
        rig.Provider.OnRead = (n, _) => n == 2 ? Fail<RouteReading>(FailoverErrorKind.Unavailable) : null;

        (await rig.EnsureAsync()).Attempts.ShouldBe(2);

        rig.Provider.Sequence.ShouldBe("read write read read write read");
    }

    [Fact]
    public async Task Another_node_that_keeps_putting_it_back_is_fought_for_MaxAttempts_writes()
    {
        using var rig = new Rig(new() { MaxAttempts = 4 });
        rig.Provider.OnWrite = (_, _) => Task.FromResult(Reroute.AcceptedAsStep(_ => Task.CompletedTask));

        var error = await rig.FailAsync();

        (error.Kind, rig.Provider.Writes).ShouldBe((FailoverErrorKind.NotVerified, 4));
    }

    [Fact]
    public async Task What_ends_it_after_the_first_step_is_told_as_it_is()
    {
        using var rig = new Rig(new() { MaxAttempts = 2 });
        rig.Provider.OnWrite = (n, _) => n == 1 ? TakeOff(rig) : Fail<Reroute>(FailoverErrorKind.Unavailable, "connection reset");

        var error = await rig.FailAsync();

        (error.Kind, error.Message).ShouldBe((FailoverErrorKind.Unavailable, "connection reset"));
    }

    /// <summary>Takes the address off its owner, which takes a while; where there is none, it is put on the target.</summary>
    private static Task<Reroute>? TakeOff(Rig rig) => rig.Provider.Owner is null ? null : Task.FromResult(Reroute.AcceptedAsStep(async token =>
    {
        await Task.Delay(StepTime, rig.Clock, token).ConfigureAwait(false);
        rig.Provider.Owner = null;
    }));
}
