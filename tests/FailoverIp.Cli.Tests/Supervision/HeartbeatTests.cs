using FailoverIp.Cli.Supervision;
using FailoverIp.Simulation;
using FailoverIp.TestKit;

namespace FailoverIp.Cli.Tests.Supervision;

/// <summary>A beat is an answer of the engine's thread, and nothing else is.</summary>
public class HeartbeatTests
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    private readonly VirtualTimeProvider _clock = new();

    [Fact]
    public async Task It_beats_as_long_as_the_engine_answers()
    {
        using var stop = new CancellationTokenSource();
        var beats = 0;
        var running = new Heartbeat(_ => Task.CompletedTask, () => Interlocked.Increment(ref beats), _clock, Period).RunAsync(stop.Token);

        beats.ShouldBe(1);
        await Eventually.True(() =>
        {
            _clock.Advance(Period);
            return Volatile.Read(ref beats) >= 3;
        });

        await stop.CancelAsync();
        await running;
    }

    [Fact]
    public async Task An_engine_that_does_not_answer_is_no_beat_however_long_that_lasts()
    {
        using var stop = new CancellationTokenSource();
        var answer = new TaskCompletionSource();
        var beats = 0;
        var running = new Heartbeat(t => answer.Task.WaitAsync(t), () => beats++, _clock, Period).RunAsync(stop.Token);

        _clock.Advance(TimeSpan.FromHours(1));
        beats.ShouldBe(0);
        running.IsCompleted.ShouldBeFalse();

        await stop.CancelAsync();
        await running;
    }

    [Fact]
    public async Task An_engine_that_has_stopped_ends_it()
    {
        var beats = 0;
        await new Heartbeat(_ => Task.FromException(new InvalidOperationException("stopped")), () => beats++, _clock, Period).RunAsync(CancellationToken.None);
        beats.ShouldBe(0);
    }

    [Fact]
    public void A_node_that_is_silent_for_too_many_ticks_hangs_and_one_beat_starts_the_count_again()
    {
        var watch = new NodeWatch();
        watch.Start();
        for (var i = 0; i < NodeWatch.Patience; i++)
            watch.Tick().ShouldBe(NodeHealth.Runs);
        watch.Beat();
        for (var i = 0; i < NodeWatch.Patience; i++)
            watch.Tick().ShouldBe(NodeHealth.Runs);
        watch.Tick().ShouldBe(NodeHealth.Hangs);
    }

    [Fact]
    public void A_node_that_starts_has_more_patience_but_not_for_ever()
    {
        var watch = new NodeWatch();
        for (var i = 0; i < NodeWatch.StartPatience; i++)
            watch.Tick().ShouldBe(NodeHealth.Starts);
        watch.Tick().ShouldBe(NodeHealth.Hangs);
    }
}
