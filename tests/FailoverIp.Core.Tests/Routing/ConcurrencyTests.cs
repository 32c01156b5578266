using FailoverIp.Core.Tests.Support;
using static FailoverIp.Core.Tests.Support.ScriptedProvider;

namespace FailoverIp.Core.Tests.Routing;

/// <summary>One attempt in flight per address.</summary>
public class ConcurrencyTests
{
    private static readonly FailoverRoute Twin = new("twin", FailoverAddress.Parse("203.0.113.10/32"), "fake", RouteTarget.ForServer(Me));
    private static readonly FailoverRoute Other = new("other", FailoverAddress.Parse("203.0.113.11"), "fake", RouteTarget.ForServer(Me));

    [Theory]
    [InlineData("web")]
    [InlineData("twin")]
    public async Task Callers_of_one_address_take_turns_and_look_first(string second)
    {
        using var rig = new Rig(null, Twin);
        var answer = new TaskCompletionSource<Reroute>();
        rig.Provider.OnWrite = (_, _) => answer.Task;

        var first = rig.Router.EnsureAsync("web");
        Task<RouteResult>[] later = [.. Enumerable.Range(0, 10).Select(_ => rig.Router.EnsureAsync(second))];
        rig.Provider.Sequence.ShouldBe("read write");

        rig.Provider.Owner = Me;
        answer.SetResult(Reroute.Accepted);

        (await first).Outcome.ShouldBe(RouteOutcome.Rerouted);
        (await Task.WhenAll(later)).ShouldAllBe(r => r.Outcome == RouteOutcome.AlreadyRouted && r.Attempts == 0);
        rig.Provider.Writes.ShouldBe(1);
    }

    [Fact]
    public async Task Another_address_does_not_wait()
    {
        using var rig = new Rig(null, Other);
        rig.Provider.OnWrite = (n, _) => n == 1 ? new TaskCompletionSource<Reroute>().Task : null;
        _ = rig.Router.EnsureAsync("web");

        (await rig.Router.EnsureAsync("other")).Outcome.ShouldBe(RouteOutcome.Rerouted);
    }

    [Fact]
    public async Task Reading_does_not_wait()
    {
        using var rig = new Rig();
        rig.Provider.OnWrite = (_, _) => new TaskCompletionSource<Reroute>().Task;
        _ = rig.Router.EnsureAsync("web");

        (await rig.Router.ReadAsync("web")).Owner.ShouldBe(Peer);
    }

    [Fact]
    public async Task After_a_cancelled_caller_the_next_begins_only_when_the_write_has_really_ended()
    {
        using var rig = new Rig();
        using var cancel = new CancellationTokenSource();
        var answer = new TaskCompletionSource<Reroute>();
        rig.Provider.OnWrite = (n, _) => n == 1 ? answer.Task : null;
        var first = rig.Router.EnsureAsync("web", cancel.Token);
        cancel.Cancel();
        await Should.ThrowAsync<OperationCanceledException>(() => first);

        var second = rig.Router.EnsureAsync("web");
        rig.Clock.Advance(TimeSpan.FromSeconds(100));
        rig.Provider.Sequence.ShouldBe("read write");

        rig.Provider.Owner = Me;
        answer.SetException(new IOException("too late"));
        (await second).ShouldSatisfyAllConditions(r => r.Outcome.ShouldBe(RouteOutcome.AlreadyRouted), r => r.Elapsed.ShouldBe(TimeSpan.FromSeconds(100)));
    }

    [Fact]
    public async Task A_turn_that_never_comes_ends_in_Timeout()
    {
        using var rig = new Rig();
        rig.Provider.OnWrite = (_, _) => new TaskCompletionSource<Reroute>().Task;
        using var cancel = new CancellationTokenSource();
        _ = rig.Router.EnsureAsync("web", cancel.Token);
        cancel.Cancel();

        var error = await rig.FailAsync();

        (error.Kind, rig.Clock.Elapsed).ShouldBe((FailoverErrorKind.Timeout, TimeSpan.FromMinutes(3)));
        error.Message.ShouldContain("earlier attempt");
    }

    [Fact]
    public async Task A_caller_who_waits_for_its_turn_can_be_cancelled()
    {
        using var rig = new Rig();
        var answer = new TaskCompletionSource<Reroute>();
        rig.Provider.OnWrite = (_, _) => answer.Task;
        var first = rig.Router.EnsureAsync("web");
        using var cancel = new CancellationTokenSource();
        var second = rig.Router.EnsureAsync("web", cancel.Token);

        cancel.Cancel();
        await Should.ThrowAsync<OperationCanceledException>(() => second);

        rig.Provider.Owner = Me;
        answer.SetResult(Reroute.Accepted);
        await first;
        (await rig.Router.EnsureAsync("web")).Outcome.ShouldBe(RouteOutcome.AlreadyRouted);
    }

    [Fact]
    public async Task Many_callers_on_many_threads_never_have_two_writes_in_flight()
    {
        using var rig = new Rig(null, Twin);
        rig.Provider.OnWrite = async (n, _) =>
        {
            await Task.Yield();
            rig.Provider.Owner = n % 2 == 0 ? Me : Peer;
            throw new FailoverIpException(FailoverErrorKind.Rejected, "once more");
        };

        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Task.Run(async () =>
        {
            try
            {
                await rig.Router.EnsureAsync(i % 2 == 0 ? "web" : "twin");
            }
            catch (FailoverIpException e) when (e.Kind == FailoverErrorKind.Rejected)
            {
                rig.Provider.Owner = Peer;
            }
        })));

        rig.Provider.MostWritesInFlight.ShouldBe(1);
    }
}
