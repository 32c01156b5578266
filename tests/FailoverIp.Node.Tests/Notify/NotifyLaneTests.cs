using FailoverIp.Simulation;

namespace FailoverIp.Node.Tests;

public class NotifyLaneTests
{
    [Fact]
    public async Task Scripts_of_one_change_run_one_after_the_other_and_those_of_the_next_after_them()
    {
        using var bench = new NotifyBench();
        var lane = new NotifyLane(TimeProvider.System, bench.Logger);

        lane.Change(NotifyBench.Job("VI_1 BACKUP", bench.Script("first", "sleep 0.2; say first ends"), bench.Script("second", "say second ends")));
        await lane.IdleAsync();
        lane.Change(NotifyBench.Job("VI_1 MASTER", bench.Script("third")));
        await lane.IdleAsync();

        bench.Written.ShouldBe(["first", "first ends", "second", "second ends", "third"]);
        bench.Log.Lines.ShouldAllBe(l => l.StartsWith("Debug: ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_runs_for_a_state_has_ended_with_all_that_it_started_before_the_next_state_is_told()
    {
        using var bench = new NotifyBench();
        var lane = new NotifyLane(TimeProvider.System, bench.Logger);
        var child = $"(trap '' TERM; while :; do sleep 0.05; done) & echo $! > {bench.Folder["child"]}; trap 'say master ends; exit 1' TERM; say ready; wait; wait";

        lane.Change(NotifyBench.Job("VI_1 MASTER", bench.Script("master", child)));
        await bench.UntilWrittenAsync("ready");
        lane.Change(NotifyBench.Job("VI_1 BACKUP", bench.Script("backup", $"grep -q '^[^ ]* ([^)]*) [^ZX]' /proc/$(cat {bench.Folder["child"]})/stat && say child lives")));
        await lane.IdleAsync();

        bench.Written.ShouldBe(["master", "ready", "master ends", "backup"]);
        NotifyBench.IsAlive(File.ReadAllText(bench.Folder["child"]).Trim()).ShouldBeFalse();
        bench.Log.Lines.ShouldContain("Information: VI_1 MASTER: /bin/sh was ended: the state is another one now");
    }

    [Fact]
    public async Task What_runs_for_a_state_is_told_to_end_at_once_and_not_when_its_patience_is_over()
    {
        using var bench = new NotifyBench();
        var lane = new NotifyLane(new VirtualTimeProvider(), bench.Logger); // whose time does not pass

        lane.Change(NotifyBench.Job("VI_1 MASTER", bench.Script("master", "exec sleep 600")));
        await bench.UntilWrittenAsync("master");
        lane.Change(NotifyBench.Job("VI_1 BACKUP", bench.Script("backup")));

        await bench.UntilWrittenAsync("backup");
    }

    [Fact]
    public async Task What_a_script_has_left_behind_ends_with_the_state_too()
    {
        using var bench = new NotifyBench();
        var lane = new NotifyLane(TimeProvider.System, bench.Logger);

        lane.Change(NotifyBench.Job("VI_1 MASTER", bench.Script("master", $"sleep 600 & echo $! > {bench.Folder["child"]}")));
        await lane.IdleAsync();
        var child = File.ReadAllText(bench.Folder["child"]).Trim();
        NotifyBench.IsAlive(child).ShouldBeTrue();
        lane.Change(NotifyBench.Job("VI_1 BACKUP"));
        await lane.IdleAsync();

        NotifyBench.IsAlive(child).ShouldBeFalse();
    }

    [Fact]
    public async Task States_that_have_passed_before_their_turn_came_are_left_out()
    {
        using var bench = new NotifyBench();
        var lane = new NotifyLane(TimeProvider.System, bench.Logger);

        var (two, three, four) = (NotifyBench.Job("VI_1 MASTER", bench.Script("two")), NotifyBench.Job("VI_1 BACKUP", bench.Script("three")), NotifyBench.Job("VI_1 FAULT", bench.Script("four")));
        lane.Change(NotifyBench.Job("VI_1 BACKUP", bench.Script("one", "trap '' TERM; say ready; sleep 600")));
        await bench.UntilWrittenAsync("ready");
        lane.Change(two);
        lane.Change(three);
        lane.Change(four);
        await lane.IdleAsync();

        bench.Written.ShouldBe(["one", "ready", "four"]);
        bench.Log.Lines.ShouldContain("Information: VI_1 BACKUP: its scripts are left out: before their turn came it was VI_1 FAULT");
    }

    [Fact]
    public async Task A_script_that_hangs_holds_up_the_next_one_for_a_while_only()
    {
        using var bench = new NotifyBench();
        var time = new VirtualTimeProvider();
        var lane = new NotifyLane(time, bench.Logger);

        lane.Change(NotifyBench.Job("VI_1 MASTER", bench.Script("specific", "sleep 600"), bench.Script("any")));
        await time.UntilAsync(() => bench.Written.Contains("any"));

        bench.Written.ShouldBe(["specific", "any"]);
        time.Elapsed.ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(10));
        bench.Log.Lines.ShouldContain("Warning: VI_1 MASTER: /bin/sh still runs after 10 s; nobody waits for it any longer");
        var close = lane.CloseAsync();
        await time.UntilAsync(() => close.IsCompleted);
        await close;
    }

    [Fact]
    public async Task What_it_writes_is_told_line_by_line_within_bounds_and_a_flood_does_not_last()
    {
        using var bench = new NotifyBench();
        var lane = new NotifyLane(TimeProvider.System, bench.Logger);

        lane.Change(NotifyBench.Job("VI_1 MASTER", bench.Script("a", "echo hello; printf 'no end'"), bench.Script("b", "i=0; while [ $i -lt 5000 ]; do echo line $i; i=$((i+1)); done; head -c 5000 /dev/zero; say flooded; exit 3")));
        await lane.IdleAsync();

        var told = bench.Log.Lines.Where(l => l.StartsWith("Information: VI_1 MASTER: /bin/sh: ", StringComparison.Ordinal)).Select(l => l["Information: VI_1 MASTER: /bin/sh: ".Length..]).ToList();
        told[..4].ShouldBe(["hello", "no end", "line 0", "line 1"]);
        told.Count.ShouldBe(2 + ChildOutput.MostLines + 1);
        told[^1].ShouldBe("(more than 100 lines: the rest of its output is dropped)");
        bench.Written.ShouldContain("flooded");
        bench.Log.Lines.ShouldContain("Warning: VI_1 MASTER: /bin/sh: exit status 3");
    }

    [Fact]
    public async Task A_long_line_is_cut_and_binary_output_is_one_line_of_text()
    {
        using var bench = new NotifyBench();
        var lane = new NotifyLane(TimeProvider.System, bench.Logger);

        lane.Change(NotifyBench.Job("VI_1 MASTER", bench.Script("a", "head -c 100000 /dev/zero | tr '\\0' x; echo; printf '\\033[31mred\\377\\n'")));
        await lane.IdleAsync();

        var told = bench.Log.Lines.Where(l => l.Contains("/bin/sh: ", StringComparison.Ordinal)).ToList();
        told[0].ShouldEndWith("sh: " + new string('x', ChildOutput.LongestLine) + "…");
        told[1].ShouldEndWith("sh:  [31mred\uFFFD");
    }

    [Fact]
    public async Task One_that_cannot_be_run_is_one_line_and_the_next_one_runs()
    {
        using var bench = new NotifyBench();
        var lane = new NotifyLane(TimeProvider.System, bench.Logger);

        lane.Change(NotifyBench.Job("VI_1 MASTER", new NodeCommand { Command = ["/nonexistent/to_master.sh"] }, new NodeCommand { Command = ["true"], User = "nobody-of-this-name" }, bench.Script("any")));
        await lane.IdleAsync();

        bench.Written.ShouldBe(["any"]);
        bench.Log.Lines.Where(l => l.StartsWith("Warning", StringComparison.Ordinal)).ShouldBe(
        [
            "Warning: VI_1 MASTER: /nonexistent/to_master.sh: cannot be run: No such file or directory",
            "Warning: VI_1 MASTER: true: cannot be run: User: there is no user 'nobody-of-this-name'",
        ]);
    }

    [Fact]
    public async Task It_runs_as_another_user_without_a_shell()
    {
        using var bench = new NotifyBench();
        var lane = new NotifyLane(TimeProvider.System, bench.Logger);

        lane.Change(NotifyBench.Job("VI_1 MASTER", new NodeCommand { Command = ["id", "-un"], User = "nobody" }, new NodeCommand { Command = ["echo", "$HOME; *"] }));
        await lane.IdleAsync();

        bench.Log.Lines.ShouldContain("Information: VI_1 MASTER: id: nobody");
        bench.Log.Lines.ShouldContain("Information: VI_1 MASTER: echo: $HOME; *");
    }

    [Fact]
    public async Task What_happens_within_a_state_waits_for_its_scripts_and_counts_once()
    {
        using var bench = new NotifyBench();
        var lane = new NotifyLane(TimeProvider.System, bench.Logger);

        lane.Change(NotifyBench.Job("VI_1 MASTER", bench.Script("master", $"while [ ! -e {bench.Folder["go"]} ]; do sleep 0.02; done; say master ends")));
        await bench.UntilWrittenAsync("master");
        lane.Happen(NotifyBench.Job("VI_1 MASTER_RX_LOWER_PRI", bench.Script("lower")));
        lane.Happen(NotifyBench.Job("VI_1 MASTER_RX_LOWER_PRI", bench.Script("lower")));
        bench.Folder.Write("go", "");
        await lane.IdleAsync();

        bench.Written.ShouldBe(["master", "master ends", "lower"]);
    }

    [Fact]
    public async Task A_script_of_an_Active_role_ends_before_the_role_is_given_up_and_others_run_on()
    {
        using var bench = new NotifyBench();
        var lanes = new NotifyLanes(TimeProvider.System, bench.Logger);
        const string Wait = "trap 'say ended; exit' TERM; say ready $0; while :; do sleep 0.05; done";

        lanes.Change("INSTANCE", "VI_1", NotifyBench.Job("VI_1 MASTER", bench.Script("master", Wait)) with { IsActive = true });
        lanes.Change("INSTANCE", "VI_2", NotifyBench.Job("VI_2 BACKUP", bench.Script("backup", $"while [ ! -e {bench.Folder["go"]} ]; do sleep 0.02; done; say backup ends")));
        await bench.UntilAsync(() => bench.Written.Length == 3);
        await lanes.EndActiveAsync();
        bench.Written[^1].ShouldBe("ended");
        lanes.Change("INSTANCE", "VI_2", NotifyBench.Job("VI_2 MASTER", bench.Script("late")) with { IsActive = true });
        lanes.Change("INSTANCE", "VI_3", NotifyBench.Job("VI_3 STOP", bench.Script("stop")));
        await lanes.IdleAsync();

        bench.Written.ShouldContain("stop");
        bench.Written.ShouldNotContain("late"); // a role that is being given up is not begun
    }

    [Fact]
    public async Task What_has_happened_within_an_Active_role_ends_before_that_is_given_up_where_the_role_itself_has_no_script()
    {
        using var bench = new NotifyBench();
        var lanes = new NotifyLanes(TimeProvider.System, bench.Logger);

        lanes.Change("INSTANCE", "VI_1", NotifyBench.Job("VI_1 MASTER") with { IsActive = true });
        lanes.Happen("INSTANCE", "VI_1", NotifyBench.Job("VI_1 MASTER_RX_LOWER_PRI", bench.Script("lower", "trap 'say ended; exit' TERM; say ready; while :; do sleep 0.05; done")) with { IsActive = true });
        await bench.UntilWrittenAsync("ready");
        await lanes.EndActiveAsync();

        bench.Written[^1].ShouldBe("ended");
    }

    [Fact]
    public async Task Once_roles_are_given_up_nothing_of_an_Active_role_begins_in_any_lane()
    {
        using var bench = new NotifyBench();
        var lane = new NotifyLane(TimeProvider.System, bench.Logger);

        // Where it was not Active yet, and had been found for a change already.
        await lane.EndActiveAsync();
        lane.Change(NotifyBench.Job("VI_1 MASTER", bench.Script("master")) with { IsActive = true });
        lane.Happen(NotifyBench.Job("VI_1 MASTER_RX_LOWER_PRI", bench.Script("lower")) with { IsActive = true });
        await lane.IdleAsync();
        lane.Change(NotifyBench.Job("VI_1 STOP", bench.Script("stop")));
        await lane.IdleAsync();
        bench.Written.ShouldBe(["stop"]);

        var lanes = new NotifyLanes(TimeProvider.System, bench.Logger);
        await lanes.EndActiveAsync();
        lanes.Change("INSTANCE", "VI_2", NotifyBench.Job("VI_2 MASTER", bench.Script("master")) with { IsActive = true });
        await lanes.IdleAsync();
        bench.Written.ShouldBe(["stop"]);
    }

    [Fact]
    public async Task A_script_whose_offspring_outlives_it_does_not_stay_in_the_table_of_processes_for_longer_than_that()
    {
        using var bench = new NotifyBench();
        var time = new VirtualTimeProvider();
        var lane = new NotifyLane(time, bench.Logger);

        lane.Change(NotifyBench.Job("VI_1 MASTER", bench.Script("master", $"while [ ! -e {bench.Folder["go"]} ]; do sleep 0.02; done & say $$")));
        await lane.IdleAsync();
        var leader = $"/proc/{bench.Written[1]}";
        Directory.Exists(leader).ShouldBeTrue(); // nobody else is to get the number of its group
        bench.Folder.Write("go", "");

        await time.UntilAsync(() => !Directory.Exists(leader));
        await lane.CloseAsync();
    }

    [Fact]
    public async Task Nothing_of_it_is_left_when_it_is_closed()
    {
        using var bench = new NotifyBench();
        var lane = new NotifyLane(TimeProvider.System, bench.Logger);

        lane.Change(NotifyBench.Job("VI_1 MASTER", bench.Script("master", "trap '' TERM; say $$; sleep 600")));
        await bench.UntilAsync(() => bench.Written.Length == 2);
        await lane.CloseAsync();

        NotifyBench.IsAlive(bench.Written[1]).ShouldBeFalse();
        lane.Change(NotifyBench.Job("VI_1 BACKUP", bench.Script("late")));
        await lane.IdleAsync();
        bench.Written.ShouldNotContain("late");
    }
}
