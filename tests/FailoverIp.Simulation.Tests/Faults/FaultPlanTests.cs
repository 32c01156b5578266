namespace FailoverIp.Simulation.Tests;

public sealed class FaultPlanTests
{
    private readonly VirtualTimeProvider _time = new();

    private static RecordedRequest Request(SimulatedOperation operation = SimulatedOperation.Read, string path = "/a?b=c", string? action = null) =>
        new() { At = default, Method = "GET", Path = path, Action = action, Operation = operation, Body = "" };

    private FaultKind? Strike(FaultPlan plan, SimulatedOperation operation = SimulatedOperation.Read, string path = "/a?b=c", string? action = null) =>
        plan.Take(Request(operation, path, action)).Answer?.Kind;

    [Fact]
    public void A_fault_strikes_as_often_as_it_is_told_and_then_is_gone()
    {
        var plan = new FaultPlan(_time);
        plan.Add(Fault.Reset().Times(2) with { Skip = 1 });
        Enumerable.Range(0, 5).Select(_ => Strike(plan)).ShouldBe([null, FaultKind.Reset, FaultKind.Reset, null, null]);
        plan.Pending.ShouldBeEmpty();
    }

    [Fact]
    public void A_fault_strikes_the_operations_and_paths_it_is_narrowed_to()
    {
        var plan = new FaultPlan(_time);
        plan.Add(Fault.Reset().On(SimulatedOperation.Write | SimulatedOperation.Token).OnPath("/X"));
        Strike(plan, SimulatedOperation.Read, "/x").ShouldBeNull();
        Strike(plan, SimulatedOperation.Write, "/y").ShouldBeNull();
        Strike(plan, SimulatedOperation.Write, "/a/x").ShouldBe(FaultKind.Reset);
        Strike(plan, SimulatedOperation.Token, "/a", action: "/x").ShouldBe(FaultKind.Reset);
    }

    [Fact]
    public void A_fault_lasts_from_its_beginning_for_its_duration()
    {
        var plan = new FaultPlan(_time);
        plan.Add(Fault.Unavailable(TimeSpan.FromSeconds(10)) with { After = TimeSpan.FromSeconds(5) });
        FaultKind? At(double seconds)
        {
            _time.Advance(TimeSpan.FromSeconds(seconds) - _time.Elapsed);
            return Strike(plan);
        }
        At(4.9).ShouldBeNull();
        At(5).ShouldBe(FaultKind.Status);
        At(14.9).ShouldBe(FaultKind.Status);
        At(15).ShouldBeNull();
        plan.Pending.ShouldBeEmpty();
    }

    [Fact]
    public void Delays_add_up_and_the_first_answer_wins()
    {
        var plan = new FaultPlan(_time);
        plan.Add(Fault.Html().Once(), Fault.Latency(TimeSpan.FromSeconds(1)), Fault.Reset(), Fault.Latency(TimeSpan.FromSeconds(2)));
        var strike = plan.Take(Request());
        strike.Latency.ShouldBe(TimeSpan.FromSeconds(3));
        strike.Kinds.ShouldBe([FaultKind.Latency, FaultKind.Latency, FaultKind.Html]);
        Strike(plan).ShouldBe(FaultKind.Reset);
    }

    [Fact]
    public void Task_faults_wait_for_a_task()
    {
        var plan = new FaultPlan(_time);
        plan.Add(Fault.StuckTask().Once());
        Strike(plan, SimulatedOperation.Write).ShouldBeNull();
        plan.TakeTask(Request(SimulatedOperation.Write))!.Kind.ShouldBe(FaultKind.StuckTask);
        plan.TakeTask(Request(SimulatedOperation.Write)).ShouldBeNull();
    }

    [Fact]
    public void Probability_is_repeated_by_the_seed()
    {
        FaultKind?[] Run(int seed)
        {
            var plan = new FaultPlan(_time, seed);
            plan.Add(Fault.Reset() with { Probability = 0.5 });
            return [.. Enumerable.Range(0, 200).Select(_ => Strike(plan))];
        }
        var run = Run(1);
        run.Count(k => k is null).ShouldBeInRange(60, 140);
        Run(1).ShouldBe(run);
        Run(2).ShouldNotBe(run);
    }

    [Fact]
    public void Faults_can_be_removed()
    {
        var plan = new FaultPlan(_time);
        plan.Add(Fault.Reset(), Fault.Html());
        plan.Remove(Fault.Reset());
        plan.Pending.ShouldBe([Fault.Html()]);
        plan.Clear();
        Strike(plan).ShouldBeNull();
    }

    public static TheoryData<Fault> Unusable => new()
    {
        new Fault { Kind = FaultKind.Latency },
        new Fault { Kind = FaultKind.SlowTask },
        new Fault { Kind = FaultKind.Status },
        Fault.AnswerWith(600),
        Fault.Latency(TimeSpan.FromSeconds(-1)),
        Fault.Reset().Times(0),
        Fault.Reset() with { Skip = -1 },
        Fault.Reset() with { Probability = 0 },
        Fault.Reset() with { Probability = double.NaN },
        Fault.Reset().For(TimeSpan.Zero),
        Fault.Reset() with { After = TimeSpan.FromSeconds(-1) },
        Fault.RateLimit(TimeSpan.FromSeconds(-1)),
        Fault.Huge(0),
    };

    [Theory]
    [MemberData(nameof(Unusable))]
    public void An_unusable_fault_is_refused_and_none_of_its_companions_is_added(Fault fault)
    {
        var plan = new FaultPlan(_time);
        Should.Throw<ArgumentException>(() => plan.Add(Fault.Reset(), fault)).Message.ShouldStartWith($"the fault {fault.Kind} ");
        plan.Pending.ShouldBeEmpty();
    }
}
