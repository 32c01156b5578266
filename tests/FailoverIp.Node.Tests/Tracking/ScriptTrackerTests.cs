using System.Globalization;
using FailoverIp.TestKit;
using FailoverIp.Vrrp;

namespace FailoverIp.Node.Tests;

public class ScriptTrackerTests
{
    [Fact]
    public async Task The_exit_status_decides_and_a_change_is_told_once()
    {
        using var folder = new TempFolder();
        await using var bench = new TrackerBench();
        var script = Script(folder, $"echo x >> {folder["runs"]}; test -e {folder["good"]}");

        await bench.ApplyAsync(script);
        await bench.Time.UntilAsync(() => File.Exists(folder["runs"]) && File.ReadAllLines(folder["runs"]).Length >= 3);
        bench.Heard.ShouldBe("script s unwell, script s unwell");
        bench.Status.Detail.ShouldBe("/bin/sh: exit status 1");
        folder.Write("good", "");
        await bench.UntilHeardAsync("script s well");
        File.Delete(folder["good"]);
        await bench.UntilHeardAsync("script s unwell");

        bench.Heard.ShouldBe("script s unwell, script s unwell, script s well, script s unwell");
        bench.Log.Lines.Count(l => l.StartsWith("Warning: script s is unwell: /bin/sh: exit status 1", StringComparison.Ordinal)).ShouldBe(2);
    }

    [Fact]
    public async Task A_script_that_takes_too_long_is_killed_with_all_that_it_has_started()
    {
        using var folder = new TempFolder();
        await using var bench = new TrackerBench();

        await bench.ApplyAsync(Script(folder, $"trap '' TERM; sleep 600 & echo $! > {folder["pid"]}; wait; wait; sleep 600") with { Interval = TimeSpan.FromSeconds(5), Timeout = TimeSpan.FromSeconds(2) });
        var sleeper = await NumberIn(folder["pid"]);
        await bench.Time.UntilAsync(() => bench.Status.Detail is { } d && d.Contains("not ended within 2 s", StringComparison.Ordinal));

        await bench.Time.UntilAsync(() => !IsAlive(sleeper));
        bench.Status.Well.ShouldBe(false);
    }

    [Theory]
    [InlineData("exit 0", true)] // ends by itself
    [InlineData("wait", false)] // ends on SIGTERM
    public async Task What_a_script_has_started_ends_with_it(string then, bool isWell)
    {
        using var folder = new TempFolder();
        await using var bench = new TrackerBench();

        await bench.ApplyAsync(Script(folder, $"(trap '' TERM; sleep 600) & echo $! > {folder["pid"]}; {then}") with { Interval = TimeSpan.FromSeconds(5), Timeout = TimeSpan.FromSeconds(2) });
        var left = await NumberIn(folder["pid"]);
        await bench.Time.UntilAsync(() => bench.Status.Well == isWell);

        await bench.Time.UntilAsync(() => !IsAlive(left));
    }

    [Fact]
    public async Task A_program_that_does_not_exist_is_unwell_with_one_line()
    {
        await using var bench = new TrackerBench();

        await bench.ApplyAsync(new ScriptTrackerOptions("s") { Command = ["/nonexistent/program"] });
        await bench.Time.UntilAsync(() => bench.Status.Well is not null);

        bench.Status.Detail.ShouldBe("/nonexistent/program: cannot be run: No such file or directory");
    }

    [Fact]
    public async Task A_user_that_does_not_exist_is_unwell_with_one_line()
    {
        await using var bench = new TrackerBench();

        await bench.ApplyAsync(new ScriptTrackerOptions("s") { Command = ["true"], User = "nobody-of-this-name" });
        await bench.Time.UntilAsync(() => bench.Status.Well is not null);

        bench.Status.Detail.ShouldNotBeNull().ShouldContain("there is no user 'nobody-of-this-name'");
    }

    [Theory]
    [InlineData(1, 1, null, "+-+", "+-+")]
    [InlineData(3, 2, null, "+-+--++-+++", "++++-----"+"-+")]
    [InlineData(2, 1, false, "+-++-", "---+-")]
    [InlineData(2, 1, null, "-++", "--+")]
    public void So_many_in_a_row_turn_what_counts(int rise, int fall, bool? initially, string results, string expected)
    {
        var count = new RiseAndFall(rise, fall, initially);

        string.Concat(results.Select(r => count.Add(r == '+') ? '+' : '-')).ShouldBe(expected);
    }

    [Fact]
    public async Task What_changes_keeps_its_reading_until_it_has_looked_and_what_goes_counts_as_well()
    {
        using var folder = new TempFolder();
        await using var bench = new TrackerBench();
        await bench.ApplyAsync(Script(folder, "true"));
        await bench.UntilHeardAsync("script s well");

        await bench.ApplyAsync(Script(folder, "true"));
        bench.Heard.ShouldBe("script s unwell, script s well");
        await bench.ApplyAsync(Script(folder, "true") with { Interval = TimeSpan.FromSeconds(7) });
        await bench.Time.UntilAsync(() => bench.Status.Well == true);
        bench.Heard.ShouldBe("script s unwell, script s well, script s well"); // a reload ends no role
        await bench.ApplyAsync(Script(folder, "false"));
        await bench.UntilHeardAsync("script s well, script s unwell");
        await bench.ApplyAsync();

        bench.Heard.ShouldBe("script s unwell, script s well, script s well, script s unwell, script s well");
    }

    private static ScriptTrackerOptions Script(TempFolder folder, string text) => new("s") { Command = ["/bin/sh", folder.Write($"{Math.Abs(text.GetHashCode(StringComparison.Ordinal))}.sh", text)] };

    /// <summary>Waits, while the clock stands still, until a script has written its number.</summary>
    private static async Task<int> NumberIn(string path)
    {
        await Eventually.True(() => File.Exists(path) && File.ReadAllText(path).EndsWith('\n'));
        return int.Parse(File.ReadAllText(path), CultureInfo.InvariantCulture);
    }

    private static bool IsAlive(int pid) => ProcessTableEntry(pid) is not null;

    private static string? ProcessTableEntry(int pid)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{pid}/stat");
            return stat[stat.LastIndexOf(')') + 2] is 'Z' or 'X' ? null : stat;
        }
        catch (IOException)
        {
            return null;
        }
    }
}
