namespace FailoverIp.Node.Tests;

public class FileTrackerTests
{
    [Fact]
    public async Task The_number_of_the_file_is_told_as_it_changes()
    {
        using var folder = new TempFolder();
        await using var bench = new TrackerBench();

        await bench.ApplyAsync(new FileTrackerOptions("f") { Path = folder["n"], InitialValue = 3 });
        await bench.UntilHeardAsync("file f 3");
        folder.Write("n", " -7\n");
        await bench.UntilHeardAsync("file f -7");
        File.Delete(folder["n"]);
        await bench.UntilHeardAsync("file f 3");

        bench.Heard.ShouldBe("file f 3, file f -7, file f 3");
    }

    [Fact]
    public async Task A_change_is_seen_without_the_clock_moving()
    {
        using var folder = new TempFolder();
        folder.Write("n", "1");
        await using var bench = new TrackerBench();
        await bench.ApplyAsync(new FileTrackerOptions("f") { Path = folder["n"] });
        await bench.UntilHeardAsync("file f 1");
        var at = bench.Time.Elapsed;

        for (var i = 0; i < 5000 && !bench.Heard.EndsWith("file f 2", StringComparison.Ordinal); i++)
        {
            if (i % 500 == 0)
                folder.Write("n", "2"); // the watch may not have stood yet
            await Task.Delay(1);
        }

        bench.Heard.ShouldEndWith("file f 2");
        bench.Time.Elapsed.ShouldBe(at);
    }

    [Fact]
    public async Task A_change_after_many_quiet_rounds_is_seen_without_the_clock_moving()
    {
        using var folder = new TempFolder();
        folder.Write("n", "1");
        await using var bench = new TrackerBench();
        await bench.ApplyAsync(new FileTrackerOptions("f") { Path = folder["n"] });
        await bench.UntilHeardAsync("file f 1");
        for (var i = 0; i < 10; i++)
        {
            await Task.Delay(20);
            bench.Time.Advance(TimeSpan.FromSeconds(11));
        }
        await Task.Delay(20);
        await bench.UntilHeardAsync("file f 1"); // a busy machine may not have read it within one of the rounds

        File.Move(folder.Write("m", "2"), folder["n"], overwrite: true); // at once: a file that is written has no number for a moment
        for (var i = 0; i < 5000 && !bench.Heard.EndsWith("file f 2", StringComparison.Ordinal); i++)
            await Task.Delay(1);

        bench.Heard.ShouldEndWith("file f 1, file f 2");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_pipe_that_nobody_writes_to_is_unwell_until_a_file_is_in_its_place(bool beforeItWasGivenUp)
    {
        using var folder = new TempFolder();
        await using var bench = new TrackerBench();
        using (var made = System.Diagnostics.Process.Start("mkfifo", folder["n"]))
            await made.WaitForExitAsync();
        await bench.ApplyAsync(new FileTrackerOptions("f") { Path = folder["n"] });
        await bench.UntilHeardAsync("file f unwell");
        if (!beforeItWasGivenUp)
            await bench.Time.UntilAsync(() => bench.Time.Elapsed > TimeSpan.FromMinutes(3));

        File.Move(folder.Write("new", "4"), folder["n"], overwrite: true);

        await bench.UntilHeardAsync("file f 4");
    }

    [Fact]
    public async Task A_file_in_a_folder_that_comes_later_is_found()
    {
        using var folder = new TempFolder();
        await using var bench = new TrackerBench();
        await bench.ApplyAsync(new FileTrackerOptions("f") { Path = Path.Combine(folder["sub"], "n") });
        await bench.UntilHeardAsync("file f 0");

        Directory.CreateDirectory(folder["sub"]);
        File.WriteAllText(Path.Combine(folder["sub"], "n"), "5");

        await bench.UntilHeardAsync("file f 5");
    }

    [Theory]
    [InlineData("seven", "\"seven\" is not a number")]
    [InlineData("1 2", "\"1 2\" is not a number")]
    public async Task What_is_no_number_is_unwell_with_one_line(string content, string problem)
    {
        using var folder = new TempFolder();
        await using var bench = new TrackerBench();

        await bench.ApplyAsync(new FileTrackerOptions("f") { Path = folder.Write("n", content) });
        await bench.UntilHeardAsync("file f unwell");

        bench.Status.Detail.ShouldBe($"{folder["n"]}: {problem}");
    }

    [Fact]
    public async Task A_file_without_end_is_not_read_whole()
    {
        await using var bench = new TrackerBench();

        await bench.ApplyAsync(new FileTrackerOptions("f") { Path = "/dev/zero" });
        await bench.UntilHeardAsync("file f unwell");

        bench.Status.Detail.ShouldBe("/dev/zero is larger than 4 KiB");
    }

    [Theory]
    [InlineData("", 9)]
    [InlineData("99999999999", int.MaxValue)]
    [InlineData("-99999999999", int.MinValue)]
    [InlineData("+4", 4)]
    [InlineData("0x4", null)]
    public void Numbers_are_bounded(string text, int? expected) => FileTracker.Parse(text, 9).ShouldBe(expected);
}
