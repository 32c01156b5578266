using System.Collections.Concurrent;
using FailoverIp.Vrrp;
using Microsoft.Extensions.DependencyInjection;

namespace FailoverIp.Node.Tests;

public class WhileActiveTests
{
    private readonly ConcurrentQueue<string> _told = [];

    /// <summary>Work that tells when it begins and ends.</summary>
    private async Task TellAsync(ActiveStay stay, CancellationToken token)
    {
        _told.Enqueue($"{stay.Instance} {stay.Epoch} begins");
        await Task.Delay(Timeout.Infinite, token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _told.Enqueue($"{stay.Instance} {stay.Epoch} ends");
    }

    [Fact]
    public async Task It_runs_once_for_each_stay_with_its_epoch()
    {
        await using var node = await TestNode.StartAsync();
        await using var work = node.Node.WhileActive("VI_1", TellAsync);
        node.Engine.Move("VI_1", VrrpState.Backup);
        _told.ShouldBeEmpty();

        node.Engine.Move("VI_1", VrrpState.Active);
        await node.UntilAsync(() => _told.Count == 1);
        node.Engine.Move("VI_1", VrrpState.Backup);
        node.Engine.Move("VI_1", VrrpState.Active);
        await node.UntilAsync(() => _told.Count == 3);

        _told.ShouldBe(["VI_1 2 begins", "VI_1 2 ends", "VI_1 4 begins"]);
    }

    [Fact]
    public async Task It_begins_at_once_where_the_instance_is_Active_already()
    {
        await using var node = await TestNode.StartAsync();
        node.Engine.Move("VI_1", VrrpState.Active);

        await using var work = node.Node.WhileActive("VI_1", TellAsync);

        await node.UntilAsync(() => _told.Contains("VI_1 1 begins"));
    }

    [Fact]
    public async Task Its_token_has_fallen_when_the_transition_is_told_and_nobody_s_code_holds_that_up()
    {
        await using var node = await TestNode.StartAsync();
        var begun = new TaskCompletionSource<CancellationToken>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var release = new ManualResetEventSlim();
        await using var work = node.Node.WhileActive("VI_1", async ct =>
        {
            await using var slow = ct.Register(release.Wait);
            begun.SetResult(ct);
            await Task.Delay(Timeout.Infinite, ct);
        });
        node.Engine.Move("VI_1", VrrpState.Active);
        var token = await begun.Task;
        var (fallen, noted) = (false, new List<bool>());
        node.Engine.Subscribe(_ => fallen = token.IsCancellationRequested);
        node.Get<NodeJournal>().Changed += () =>
        {
            lock (noted)
                noted.Add(token.IsCancellationRequested);
        };

        node.Engine.Move("VI_1", VrrpState.Backup, TransitionReason.HigherPriority);

        fallen.ShouldBeTrue("whoever subscribed later hears of Backup after it");
        lock (noted)
            (noted.Count > 0 && noted.TrueForAll(n => n)).ShouldBeTrue("the journal, and with it the page, notes Backup after it");
        release.Set();
    }

    [Fact]
    public async Task A_status_that_shows_Backup_comes_after_the_token_too()
    {
        await using var node = await TestNode.StartAsync();
        var begun = new TaskCompletionSource<CancellationToken>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var work = node.Node.WhileActive("VI_1", ct =>
        {
            begun.SetResult(ct);
            return Task.Delay(Timeout.Infinite, ct);
        });
        node.Engine.Move("VI_1", VrrpState.Active);
        var token = await begun.Task;

        _ = node.Engine.Change("VI_1", VrrpState.Backup);
        var shown = node.Node.GetStatus().Instances[0].State;

        (shown, token.IsCancellationRequested).ShouldBe((VrrpState.Backup, true));
    }

    [Fact]
    public async Task Work_that_returns_is_done_until_the_next_stay()
    {
        await using var node = await TestNode.StartAsync();
        var runs = 0;
        await using var work = node.Node.WhileActive("VI_1", _ =>
        {
            Interlocked.Increment(ref runs);
            return Task.CompletedTask;
        });
        node.Engine.Move("VI_1", VrrpState.Active);
        await node.UntilAsync(() => runs == 1);
        await node.PassAsync(TimeSpan.FromHours(1));
        runs.ShouldBe(1);

        node.Engine.Move("VI_1", VrrpState.Backup);
        node.Engine.Move("VI_1", VrrpState.Active);
        await node.UntilAsync(() => runs == 2);
    }

    [Fact]
    public async Task Work_that_throws_begins_again_after_growing_pauses_and_a_long_run_makes_them_short_again()
    {
        await using var node = await TestNode.StartAsync();
        var runs = 0;
        await using var work = node.Node.WhileActive("VI_1", async ct =>
        {
            if (Interlocked.Increment(ref runs) == 8)
                await Task.Delay(TimeSpan.FromMinutes(2), node.Time, ct);
            throw new InvalidOperationException("no\nqueue");
        });
        node.Engine.Move("VI_1", VrrpState.Active);

        await node.UntilAsync(() => runs >= 10);

        node.Log.Lines.Where(l => l.StartsWith("Error: the work of VI_1 has failed", StringComparison.Ordinal)).Take(9)
            .ShouldBe(new[] { 1, 2, 4, 8, 16, 32, 60, 1, 2 }.Select(s => $"Error: the work of VI_1 has failed; it begins again in {s} s, while this node is Active (epoch 1)"));
    }

    [Fact]
    public async Task Work_that_throws_is_not_begun_again_when_the_stay_is_over()
    {
        await using var node = await TestNode.StartAsync();
        var runs = 0;
        await using var work = node.Node.WhileActive("VI_1", _ =>
        {
            Interlocked.Increment(ref runs);
            throw new InvalidOperationException("no");
        });
        node.Engine.Move("VI_1", VrrpState.Active);
        await node.UntilAsync(() => runs == 1);

        node.Engine.Move("VI_1", VrrpState.Backup);
        await node.PassAsync(TimeSpan.FromHours(1));

        runs.ShouldBe(1);
    }

    [Fact]
    public async Task Two_stays_never_run_at_the_same_time_and_the_one_that_waits_is_told()
    {
        await using var node = await TestNode.StartAsync();
        var hold = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var work = node.Node.WhileActive("VI_1", async (stay, ct) =>
        {
            _told.Enqueue($"{stay.Epoch} begins");
            if (stay.Epoch == 1)
                await hold.Task;
            else
                await Task.Delay(Timeout.Infinite, ct);
        });
        node.Engine.Move("VI_1", VrrpState.Active);
        await node.UntilAsync(() => _told.Count == 1);
        node.Engine.Move("VI_1", VrrpState.Backup);
        node.Engine.Move("VI_1", VrrpState.Active);

        await node.UntilAsync(() => node.Log.Lines.Contains("Error: the work of VI_1 from an earlier stay has not ended for 15 s, though its token fell; that of epoch 3 waits for it"));
        _told.Count.ShouldBe(1);
        node.Log.Lines.ShouldContain("Error: the work of VI_1 from an earlier stay has not ended for 5 s, though its token fell; that of epoch 3 waits for it");
        node.Get<FailoverNode>().WorkProblems.ShouldHaveSingleItem().ShouldStartWith("the work of VI_1 from an earlier stay has not ended");

        hold.SetResult();
        await node.UntilAsync(() => _told.Count == 2);
        _told.ShouldBe(["1 begins", "3 begins"]);
        node.Get<FailoverNode>().WorkProblems.ShouldBeEmpty();
    }

    [Fact]
    public async Task Disposing_of_it_ends_it_and_waits_for_its_end()
    {
        await using var node = await TestNode.StartAsync();
        var work = node.Node.WhileActive("VI_1", TellAsync);
        node.Engine.Move("VI_1", VrrpState.Active);
        await node.UntilAsync(() => _told.Count == 1);

        await work.DisposeAsync();
        _told.ShouldBe(["VI_1 1 begins", "VI_1 1 ends"]);

        node.Engine.Move("VI_1", VrrpState.Backup);
        node.Engine.Move("VI_1", VrrpState.Active);
        await node.PassAsync(TimeSpan.FromMinutes(1));
        _told.Count.ShouldBe(2);
        await work.DisposeAsync();
    }

    [Fact]
    public async Task Disposing_of_work_that_does_not_end_waits_no_longer_than_ten_seconds()
    {
        await using var node = await TestNode.StartAsync();
        var (begun, hold) = (new TaskCompletionSource(), new TaskCompletionSource());
        var work = node.Node.WhileActive("VI_1", _ =>
        {
            begun.SetResult();
            return hold.Task;
        });
        node.Engine.Move("VI_1", VrrpState.Active);
        await begun.Task;

        var end = work.DisposeAsync().AsTask();
        await node.UntilAsync(() => end.IsCompleted);

        node.Log.Lines.ShouldContain("Warning: the work of VI_1 still runs 10 s after it was told to end; it is not waited for any longer");
        hold.SetResult();
    }

    [Fact]
    public async Task An_instance_that_does_not_exist_is_refused_with_those_that_do()
    {
        await using var node = await TestNode.StartAsync();

        Should.Throw<ArgumentException>(() => node.Node.WhileActive("VI_9", TellAsync)).Message.ShouldStartWith("there is no VRRP instance \"VI_9\"; there are: VI_1");
    }

    [Fact]
    public async Task A_reload_leaves_it_running_and_an_instance_that_comes_back_finds_it_again()
    {
        var second = TestNode.Options.Instances[0] with { Name = "VI_2", VirtualRouterId = 102, VirtualAddresses = [new(System.Net.IPAddress.Parse("10.132.0.102"), 32)] };
        var both = TestNode.Options with { Instances = [TestNode.Options.Instances[0], second] };
        await using var node = await TestNode.StartAsync(both);
        await using var first = node.Node.WhileActive("VI_1", TellAsync);
        await using var other = node.Node.WhileActive("VI_2", TellAsync);
        node.Engine.Move("VI_1", VrrpState.Active);
        node.Engine.Move("VI_2", VrrpState.Active);
        await node.UntilAsync(() => _told.Count == 2);

        await node.Node.ReloadAsync(TestNode.Options);
        await node.UntilAsync(() => _told.Contains("VI_2 1 ends"));
        node.Log.Lines.ShouldContain("Warning: there is no instance VI_2 any more: the work that runs while it is Active waits for one of this name");
        _told.ShouldNotContain("VI_1 1 ends");

        await node.Node.ReloadAsync(both);
        node.Engine.Move("VI_2", VrrpState.Active);
        await node.UntilAsync(() => _told.Count(t => t == "VI_2 1 begins") == 2);
        _told.ShouldNotContain("VI_1 1 ends");
    }

    [Fact]
    public async Task Services_of_the_application_come_and_go_with_the_role()
    {
        await using var node = await TestNode.StartAsync(more: b =>
        {
            b.Services.AddSingleton(_told);
            b.Services.AddWhileActive("VI_1", async (services, stay, ct) => services.GetRequiredService<ConcurrentQueue<string>>().Enqueue($"function {stay.Epoch}"));
            b.Services.AddHostedService<Poller>();
        });

        node.Engine.Move("VI_1", VrrpState.Active);
        await node.UntilAsync(() => _told.Count == 2);
        await node.StopAsync();

        _told.ShouldBe(["function 1", "class 1 begins", "class 1 ends"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_service_of_an_instance_that_does_not_exist_keeps_the_host_from_starting()
    {
        await using var node = TestNode.Create(more: b => b.Services.AddWhileActive("VI_9", (_, _, _) => Task.CompletedTask));

        (await Should.ThrowAsync<ArgumentException>(node.StartHostAsync)).Message.ShouldContain("VI_9");
    }

    private sealed class Poller(IFailoverNode node, ConcurrentQueue<string> told) : ActiveOnlyService(node, "VI_1")
    {
        protected override async Task ExecuteAsync(ActiveStay stay, CancellationToken stoppingToken)
        {
            told.Enqueue($"class {stay.Epoch} begins");
            await Task.Delay(Timeout.Infinite, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            told.Enqueue($"class {stay.Epoch} ends");
        }
    }
}
