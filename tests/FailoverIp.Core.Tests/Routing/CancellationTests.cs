using FailoverIp.Core.Tests.Support;
using static FailoverIp.Core.Tests.Support.ScriptedProvider;

namespace FailoverIp.Core.Tests.Routing;

public class CancellationTests
{
    public enum At
    {
        FirstRead,
        Write,
        Task,
        PauseAfterWrite,
        VerifyingRead,
        PauseBetweenRounds,
        RateLimit,
    }

    [Theory]
    [CombinatorialAt]
    public async Task Cancelling_ends_it_at_once_wherever_it_is_and_nothing_more_is_sent(At at, bool obeys)
    {
        using var rig = new Rig();
        using var cancel = new CancellationTokenSource();
        rig.Provider.OnRead = (n, t) => (at == At.FirstRead && n == 1) || (at == At.VerifyingRead && n == 2) ? Hang<RouteReading>(obeys ? t : CancellationToken.None)
            : at == At.PauseBetweenRounds ? Fail<RouteReading>(FailoverErrorKind.Unavailable) : null;
        rig.Provider.OnWrite = (_, t) => at switch
        {
            At.Write => Hang<Reroute>(obeys ? t : CancellationToken.None),
            At.Task => Task.FromResult(Reroute.AcceptedAs(w => Hang<bool>(obeys ? w : CancellationToken.None))),
            At.RateLimit => Fail<Reroute>(FailoverErrorKind.RateLimited, retryAfter: TimeSpan.FromSeconds(60)),
            _ => Task.FromResult(Reroute.Accepted),
        };

        var task = rig.Router.EnsureAsync("web", cancel.Token);
        task.IsCompleted.ShouldBeFalse();
        var calls = rig.Provider.Calls.Count;
        cancel.Cancel();

        // The clock stands still: nothing but the cancellation can end it.
        (await Should.ThrowAsync<OperationCanceledException>(() => task.WaitAsync(TimeSpan.FromSeconds(20)))).CancellationToken.ShouldBe(cancel.Token);
        rig.Advance(() => false);
        rig.Provider.Calls.Count.ShouldBe(calls);
    }

    [Theory]
    [InlineData(At.FirstRead)]
    [InlineData(At.Write)]
    public async Task Whoever_cancels_does_not_wait_for_a_log_that_blocks(At at)
    {
        using var rig = new Rig();
        using var log = new BlockedLog();
        using var metrics = new RouteMetrics();
        var router = new FailoverIpRouter([rig.Route], _ => rig.Provider, rig.Clock, metrics, log);
        rig.Provider.OnRead = (_, t) => at == At.FirstRead ? Hang<RouteReading>(t) : null;
        rig.Provider.OnWrite = (_, t) => Hang<Reroute>(t);
        using var cancel = new CancellationTokenSource();
        var task = router.EnsureAsync("web", cancel.Token);
        log.Blocks = true;

        await Task.Run(cancel.Cancel).WaitAsync(TimeSpan.FromSeconds(20));

        task.IsCompleted.ShouldBeFalse("its log line is still to be written");
        log.Blocks = false;
        await Should.ThrowAsync<OperationCanceledException>(() => task.WaitAsync(TimeSpan.FromSeconds(20)));
    }

    [Fact]
    public async Task Cancelling_between_the_look_and_the_write_sends_no_write()
    {
        using var rig = new Rig();
        using var cancel = new CancellationTokenSource();
        rig.Provider.OnRead = (_, _) =>
        {
            // As a role that ends does it: the token falls, what hangs on it hears of it later.
            _ = cancel.CancelAsync();
            return null;
        };

        await Should.ThrowAsync<OperationCanceledException>(() => rig.Router.EnsureAsync("web", cancel.Token));
        rig.Provider.Writes.ShouldBe(0);
    }

    [Fact]
    public async Task A_token_that_is_cancelled_before_asks_nothing_of_the_provider()
    {
        using var rig = new Rig();

        await Should.ThrowAsync<OperationCanceledException>(() => rig.Router.EnsureAsync("web", new CancellationToken(true)));
        await Should.ThrowAsync<OperationCanceledException>(() => rig.Router.ReadAsync("web", new CancellationToken(true)));
        rig.Provider.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_plug_in_that_turns_cancellation_into_an_error_does_not_hide_it()
    {
        using var rig = new Rig();
        using var cancel = new CancellationTokenSource();
        rig.Provider.OnRead = async (_, t) =>
        {
            await cancel.CancelAsync().ConfigureAwait(false);
            throw new FailoverIpException(FailoverErrorKind.Authentication, "broke off");
        };

        await Should.ThrowAsync<OperationCanceledException>(() => rig.Router.EnsureAsync("web", cancel.Token));
        await Should.ThrowAsync<OperationCanceledException>(() => rig.Router.ReadAsync("web", cancel.Token));
    }

    private sealed class CombinatorialAtAttribute : Xunit.Sdk.DataAttribute
    {
        public override IEnumerable<object[]> GetData(System.Reflection.MethodInfo testMethod) =>
            from at in Enum.GetValues<At>() from obeys in new[] { true, false } select new object[] { at, obeys };
    }
}
