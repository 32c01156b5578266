using FailoverIp.Simulation;
using Shouldly;

namespace FailoverIp.Lvs.Tests.Scheduling;

public sealed class CheckSchedulerTests : IDisposable
{
    private readonly VirtualTimeProvider _clock = new();
    private readonly List<(CheckRun Run, CheckVerdict Verdict)> _reports = [];
    private readonly CheckScheduler _scheduler;
    private double _random;

    public CheckSchedulerTests() => _scheduler = new(_clock, () => _random, (run, verdict) => _reports.Add((run, verdict)));

    public void Dispose() => _scheduler.Dispose();

    private static TimeSpan S(double seconds) => TimeSpan.FromSeconds(seconds);

    private static EffectiveCheckTiming Timing(double loop = 10, int retry = 1, double before = 1, double warmup = 0) => new(S(loop), S(5), retry, S(before), S(warmup));

    private (CheckRun Run, HandProbe Probe) Begin(EffectiveCheckTiming timing, CheckState? before = null, CheckOptions? check = null)
    {
        var probe = new HandProbe(_clock);
        var run = new CheckRun(new(check ?? new SampleCheck("a"), Samples.Real(1), timing), probe, before);
        _scheduler.Add(run);
        _scheduler.Want(run, wanted: true, isFirst: true);
        return (run, probe);
    }

    private string[] Reports()
    {
        var reports = _reports.Select(r => $"{(r.Verdict.Counts ? "" : "(")}{(r.Verdict.State.Passed ? "pass" : r.Verdict.State.Failure)}{(r.Verdict.Counts ? "" : ")")}").ToArray();
        _reports.Clear();
        return reports;
    }

    [Fact]
    public void The_first_check_comes_after_one_second_and_a_random_part_of_the_warmup()
    {
        _random = 0.25;
        var (_, probe) = Begin(Timing(warmup: 8));
        _clock.Advance(S(3.5));
        probe.Asked.ShouldBe([3.0]);
    }

    [Fact]
    public void Checks_keep_their_rhythm()
    {
        var (_, probe) = Begin(Timing(loop: 0.5));
        probe.Holds = true;
        for (var i = 0; i < 4; i++)
        {
            _clock.Advance(S(i == 0 ? 1 : 0.3));
            _clock.Advance(S(0.2));
            probe.Release(CheckResult.Pass); // 200 ms for each
        }
        probe.Asked.ShouldBe([1, 1.5, 2, 2.5]);
    }

    [Fact]
    public void Only_changes_are_reported()
    {
        var (_, probe) = Begin(Timing());
        _clock.Advance(S(50));
        Reports().ShouldBe(["pass"]);
        probe.Answer = () => CheckResult.PassWith(7);
        _clock.Advance(S(50));
        _reports.ShouldHaveSingleItem().Verdict.State.Weight.ShouldBe(7);
    }

    [Fact]
    public void A_failure_counts_after_the_retries()
    {
        var (_, probe) = Begin(Timing(retry: 2));
        _clock.Advance(S(1));
        probe.Answer = () => CheckResult.Fail("refused");
        _clock.Advance(S(11.9));
        Reports().ShouldBe(["pass"]);
        _clock.Advance(S(0.1));
        Reports().ShouldBe(["refused"]);
        probe.Asked.ShouldBe([1, 11, 12, 13]);
        _clock.Advance(S(20));
        probe.Asked.ShouldBe([1, 11, 12, 13, 23, 33]); // down: no repetitions
        Reports().ShouldBeEmpty();
    }

    [Fact]
    public void A_success_between_forgets_the_failures()
    {
        var (_, probe) = Begin(Timing(retry: 2));
        _clock.Advance(S(1));
        var answers = new Queue<bool>([false, false, true, false, false, true]);
        probe.Answer = () => answers.Dequeue() ? CheckResult.Pass : CheckResult.Fail("refused");
        _clock.Advance(S(24));
        probe.Asked.ShouldBe([1, 11, 12, 13, 23, 24, 25]);
        Reports().ShouldBe(["pass"]);
    }

    [Fact]
    public void The_first_failure_of_all_counts_at_once()
    {
        var (_, probe) = Begin(Timing(retry: 5));
        probe.Answer = () => CheckResult.Fail("refused");
        _clock.Advance(S(1));
        Reports().ShouldBe(["refused"]);
    }

    [Fact]
    public void One_that_goes_on_from_a_success_has_its_retries()
    {
        var (_, probe) = Begin(Timing(retry: 1), CheckState.AssumedUp);
        probe.Answer = () => CheckResult.Fail("refused");
        _clock.Advance(S(1));
        Reports().ShouldBeEmpty();
        _clock.Advance(S(1));
        Reports().ShouldBe(["refused"]);
    }

    [Fact]
    public void One_success_brings_it_back()
    {
        var (_, probe) = Begin(Timing(retry: 5));
        probe.Answer = () => CheckResult.Fail("refused");
        _clock.Advance(S(5));
        probe.Answer = () => CheckResult.Pass;
        _clock.Advance(S(6));
        Reports().ShouldBe(["refused", "pass"]);
    }

    [Fact]
    public void Another_reason_is_reported()
    {
        var (_, probe) = Begin(Timing());
        probe.Answer = () => CheckResult.Fail("refused");
        _clock.Advance(S(1));
        probe.Answer = () => CheckResult.Fail("no route");
        _clock.Advance(S(10));
        Reports().ShouldBe(["refused", "no route"]);
    }

    [Fact]
    public void All_failures_are_reported_to_who_wants_them()
    {
        var (run, probe) = Begin(Timing(retry: 1), CheckState.AssumedUp);
        run.ReportsAllFailures = true;
        probe.Answer = () => CheckResult.Fail("refused");
        _clock.Advance(S(12));
        Reports().ShouldBe(["(refused)", "refused", "(refused)"]);
    }

    [Fact]
    public void What_a_probe_throws_is_a_failure_of_one_line()
    {
        var (_, probe) = Begin(Timing());
        probe.Answer = () => throw new InvalidOperationException("line one\nline two");
        _clock.Advance(S(1));
        Reports().ShouldBe(["the check itself failed: line one line two"]);
        probe.Answer = () => CheckResult.Pass;
        _clock.Advance(S(10));
        Reports().ShouldBe(["pass"]);
    }

    [Fact]
    public void A_probe_that_fails_later_is_a_failure_too()
    {
        var check = new DelegateCheckOptions { Check = async _ => { await Task.Yield(); throw new TimeoutException("too slow"); } };
        var run = new CheckRun(new(check, Samples.Real(1), Timing()), new DelegateProbe(check), null);
        _scheduler.Add(run);
        _scheduler.Want(run, wanted: true, isFirst: true);
        _clock.Advance(S(1));
        SpinWait.SpinUntil(() => _reports.Count > 0, S(10)).ShouldBeTrue();
        Reports().ShouldBe(["the check itself failed: too slow"]);
    }

    [Fact]
    public void A_probe_never_overlaps_itself()
    {
        var (_, probe) = Begin(Timing(loop: 1));
        probe.Holds = true;
        _clock.Advance(S(15));
        probe.Asked.Count.ShouldBe(1);
        probe.Release(CheckResult.Pass);
        _clock.Advance(S(0.02));
        probe.Asked.Count.ShouldBe(2);
    }

    [Fact]
    public void A_probe_that_hangs_has_failed_and_is_cancelled_and_goes_on()
    {
        var (_, probe) = Begin(Timing(loop: 10));
        probe.Holds = true;
        _clock.Advance(S(31.9)); // begun at 1; 10 s and four times 5 s are over at 31
        Reports().ShouldBe([]);
        _clock.Advance(S(1));
        Reports().ShouldBe(["no answer within 30 s"]);
        probe.Holds = false;
        _clock.Advance(S(11));
        Reports().ShouldBe(["pass"]);
    }

    [Fact]
    public void A_probe_that_ignores_its_cancellation_is_not_begun_again_before_it_has_ended()
    {
        var (_, probe) = Begin(Timing(loop: 10));
        (probe.Holds, probe.Obeys) = (true, false);
        _clock.Advance(S(100));
        Reports().ShouldBe(["no answer within 30 s"]);
        probe.Asked.Count.ShouldBe(1);
        probe.Release(CheckResult.Pass); // too late: it does not count
        Reports().ShouldBeEmpty();
        _clock.Advance(S(10));
        probe.Asked.Count.ShouldBe(2);
    }

    [Fact]
    public void The_silence_of_one_that_never_ends_counts_as_its_repetitions_would()
    {
        var (_, probe) = Begin(Timing(loop: 10, retry: 3, before: 5), CheckState.AssumedUp);
        (probe.Holds, probe.Obeys) = (true, false);
        _clock.Advance(S(33)); // 30 s are over at 31: the first failure
        for (var i = 0; i < 2; i++)
        {
            Reports().ShouldBeEmpty();
            _clock.Advance(S(5));
        }
        Reports().ShouldBeEmpty();
        _clock.Advance(S(5));
        Reports().ShouldBe(["no answer within 30 s"]);
        _clock.Advance(S(100));
        Reports().ShouldBeEmpty();
        probe.Asked.Count.ShouldBe(1);
    }

    [Fact]
    public void A_standstill_of_this_machine_is_one_failure()
    {
        var clock = new HandClock();
        using var scheduler = new CheckScheduler(clock, () => 0, (run, verdict) => _reports.Add((run, verdict)));
        var probe = new HandProbe(clock) { Holds = true, Obeys = false };
        var run = new CheckRun(new(new SampleCheck("a"), Samples.Real(1), Timing(loop: 10, retry: 1, before: 1)), probe, CheckState.AssumedUp);
        scheduler.Add(run);
        scheduler.Want(run, wanted: true, isFirst: true);
        clock.Go(110);
        probe.Asked.Count.ShouldBe(1);
        clock.Stand(S(3600));
        clock.Go(90);
        Reports().ShouldBeEmpty();
        clock.Go(20);
        Reports().ShouldBe(["no answer within 30 s"]); // it goes on hanging
    }

    [Fact]
    public void One_that_nobody_wants_does_not_count_while_it_hangs()
    {
        var (run, probe) = Begin(Timing(loop: 10, retry: 1), CheckState.AssumedUp);
        (probe.Holds, probe.Obeys) = (true, false);
        _clock.Advance(S(1));
        _scheduler.Want(run, wanted: false, isFirst: false);
        _clock.Advance(S(100));
        Reports().ShouldBeEmpty();
        _scheduler.Want(run, wanted: true, isFirst: false);
        _clock.Advance(S(3));
        Reports().ShouldBe(["no answer within 30 s"]);
    }

    [Fact]
    public void What_could_not_be_asked_changes_nothing_and_is_told_once()
    {
        var (run, probe) = Begin(Timing(loop: 10, retry: 1, before: 1));
        _clock.Advance(S(1));
        Reports().ShouldBe(["pass"]);
        var answers = new Queue<CheckResult>([CheckResult.Fail("refused"), CheckResult.Unasked("no sockets"), CheckResult.Unasked("no sockets"), CheckResult.Unasked("no memory"), CheckResult.Fail("refused")]);
        probe.Answer = () => answers.Dequeue();
        _clock.Advance(S(40.9));
        Reports().ShouldBe(["(no sockets)", "(no memory)"]);
        probe.Asked.ShouldBe([1, 11, 12, 22, 32]);
        _clock.Advance(S(1));
        Reports().ShouldBe(["(pass)", "refused"]); // the second failure: the first one was not forgotten
        (run.Made, run.Failed).ShouldBe((3, 2));
    }

    [Fact]
    public void Checks_that_nobody_wants_rest()
    {
        var (run, probe) = Begin(Timing(loop: 1));
        _clock.Advance(S(3));
        _scheduler.Want(run, wanted: false, isFirst: false);
        _clock.Advance(S(100));
        probe.Asked.ShouldBe([1, 2, 3]);
        _scheduler.Want(run, wanted: true, isFirst: false);
        _clock.Advance(S(1));
        probe.Asked.Count.ShouldBe(5); // at once, without the delay of a start
    }

    [Fact]
    public void What_arrives_while_it_rests_is_not_reported()
    {
        var (run, probe) = Begin(Timing(loop: 1));
        probe.Holds = true;
        _clock.Advance(S(1));
        _scheduler.Want(run, wanted: false, isFirst: false);
        probe.Release(CheckResult.Fail("refused"));
        Reports().ShouldBeEmpty();
        _clock.Advance(S(1.5));
        _clock.NextDue.ShouldBeNull();
    }

    [Fact]
    public void A_retired_check_is_cancelled_disposed_of_and_silent()
    {
        var (run, probe) = Begin(Timing(loop: 1));
        probe.Holds = true;
        _clock.Advance(S(1));
        probe.IsDisposed.ShouldBeFalse();
        _scheduler.Retire(run);
        probe.IsDisposed.ShouldBeTrue();
        var (other, idle) = Begin(Timing(loop: 1));
        _scheduler.Retire(other);
        idle.IsDisposed.ShouldBeTrue();
        _clock.Advance(S(10));
        Reports().ShouldBeEmpty();
    }

    [Fact]
    public void After_a_standstill_not_all_begin_at_once()
    {
        var probes = Enumerable.Range(0, 300).Select(_ => Begin(Timing(loop: 60)).Probe).ToArray();
        _clock.Advance(S(1));
        probes.Count(p => p.Asked.Count == 1).ShouldBe(CheckScheduler.MostAtOnce);
        _clock.Advance(S(0.01));
        probes.Count(p => p.Asked.Count == 1).ShouldBe(2 * CheckScheduler.MostAtOnce);
        _clock.Advance(S(0.01));
        probes.Count(p => p.Asked.Count == 1).ShouldBe(300);
    }

    [Fact]
    public void A_round_allocates_nothing()
    {
        var probe = new FastProbe();
        var run = new CheckRun(new(new SampleCheck("a"), Samples.Real(1), Timing(loop: 0.01)), probe, null);
        var clock = new HandClock();
        using var scheduler = new CheckScheduler(clock, () => 0, (_, _) => { });
        scheduler.Add(run);
        scheduler.Want(run, wanted: true, isFirst: true);
        clock.Go(2000);
        var (made, before) = (probe.Made, GC.GetAllocatedBytesForCurrentThread());
        clock.Go(10_000);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
        (probe.Made - made).ShouldBe(10_000);
    }

    private sealed class FastProbe : ICheckProbe
    {
        public int Made { get; private set; }

        public ValueTask<CheckResult> ProbeAsync(CancellationToken cancellationToken)
        {
            Made++;
            return ValueTask.FromResult(CheckResult.Pass);
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    // A clock of one timer that allocates nothing.
    private sealed class HandClock : TimeProvider, ITimer
    {
        private long _now;
        private long _due = long.MaxValue;
        private Action? _tick;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _now;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            _tick = () => callback(state);
            return this;
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            _due = dueTime < TimeSpan.Zero ? long.MaxValue : _now + dueTime.Ticks;
            return true;
        }

        public void Go(int steps)
        {
            for (var i = 0; i < steps; i++)
            {
                _now += CheckScheduler.Grain;
                if (_now >= _due)
                    _tick!();
            }
        }

        public void Stand(TimeSpan time) => _now += time.Ticks;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
