namespace FailoverIp.Node.Tests;

public class NotifyFifoTests
{
    [Fact]
    public async Task It_is_made_for_its_owner_alone_and_goes_with_the_node()
    {
        using var bench = new NotifyBench();
        var fifo = NotifyFifo.Open(new(bench.Folder["f"]) { User = "nobody" }, TimeProvider.System, bench.Logger).ShouldNotBeNull();

        (await ShellAsync($"stat -c '%a %U %F' {bench.Folder["f"]}")).ShouldBe("600 nobody fifo");
        await fifo.DisposeAsync();

        File.Exists(bench.Folder["f"]).ShouldBeFalse();
    }

    [Fact]
    public async Task One_that_exists_is_used_and_stays()
    {
        using var bench = new NotifyBench();
        await ShellAsync($"mkfifo -m 0660 {bench.Folder["f"]}");
        var fifo = NotifyFifo.Open(new(bench.Folder["f"]), TimeProvider.System, bench.Logger).ShouldNotBeNull();
        using var reader = new StreamReader(bench.Folder["f"]);

        fifo.Write("one\n"u8.ToArray());
        fifo.Write("two\n"u8.ToArray());
        await fifo.DisposeAsync();

        (await reader.ReadToEndAsync()).ShouldBe("one\ntwo\n");
        File.Exists(bench.Folder["f"]).ShouldBeTrue();
    }

    [Fact]
    public void What_is_no_FIFO_is_told_and_left_alone()
    {
        using var bench = new NotifyBench();
        bench.Folder.Write("f", "mine");

        NotifyFifo.Open(new(bench.Folder["f"]), TimeProvider.System, bench.Logger).ShouldBeNull();
        NotifyFifo.Open(new(bench.Folder["no/such"]), TimeProvider.System, bench.Logger).ShouldBeNull();

        bench.Log.Lines.ShouldBe(
        [
            $"Error: the FIFO {bench.Folder["f"]} cannot be used: it is not a FIFO",
            $"Error: the FIFO {bench.Folder["no/such"]} cannot be used: No such file or directory",
        ]);
        File.ReadAllText(bench.Folder["f"]).ShouldBe("mine");
    }

    [Fact]
    public async Task Where_nobody_reads_nothing_waits_the_newest_lines_stay_and_it_is_told_once()
    {
        using var bench = new NotifyBench();
        await using var fifo = NotifyFifo.Open(new(bench.Folder["f"]), TimeProvider.System, bench.Logger).ShouldNotBeNull();
        const int Lines = 40_000;

        for (var i = 1; i <= Lines; i++)
            fifo.Write(System.Text.Encoding.ASCII.GetBytes($"INSTANCE \"VI_1\" MASTER {i}\n"));
        bench.Log.Lines.ShouldBe([$"Warning: nobody reads the FIFO {bench.Folder["f"]}: the oldest of what waits for it is dropped"]);

        await using var stream = new FileStream(bench.Folder["f"], FileMode.Open, FileAccess.Read);
        using var reader = new StreamReader(stream);
        var read = new List<string>();
        while (read.Count == 0 || !read[^1].EndsWith($" {Lines}", StringComparison.Ordinal))
            read.Add((await reader.ReadLineAsync())!);
        read.Count.ShouldBeInRange(NotifyFifo.MostWaiting, Lines - 1);
        read[^NotifyFifo.MostWaiting..].ShouldBe(Enumerable.Range(Lines - NotifyFifo.MostWaiting + 1, NotifyFifo.MostWaiting).Select(i => $"INSTANCE \"VI_1\" MASTER {i}"));
        await bench.UntilAsync(() => bench.Log.Lines.Any(l => l.Contains("is read again", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Its_reader_gets_its_path_is_started_again_and_ends_after_the_last_line()
    {
        using var bench = new NotifyBench();
        var command = bench.Script("reader", """
            trap 'say TERM' TERM
            exec < "$1"
            while read line; do say "$line"; [ "$line" = die ] && exit 1; done
            say end
            """);
        var fifo = NotifyFifo.Open(new(bench.Folder["f"]) { Reader = command }, TimeProvider.System, bench.Logger).ShouldNotBeNull();

        await bench.UntilWrittenAsync($"reader {bench.Folder["f"]}");
        fifo.Write("one\n"u8.ToArray());
        fifo.Write("die\n"u8.ToArray());
        await bench.UntilAsync(() => bench.Written.Count(l => l.StartsWith("reader ", StringComparison.Ordinal)) == 2);
        fifo.Write("two\n"u8.ToArray());
        await bench.UntilWrittenAsync("two");
        fifo.Write("last\n"u8.ToArray());
        await fifo.DisposeAsync();

        bench.Written.Where(l => !l.StartsWith("reader", StringComparison.Ordinal) && l != "TERM").ShouldBe(["one", "die", "two", "last", "end"]);
        bench.Log.Lines.ShouldContain($"Warning: the reader of the FIFO {bench.Folder["f"]} has ended; it is started again in 1 s");
    }

    [Fact]
    public async Task One_whose_folder_has_gone_ends_with_its_reader_all_the_same()
    {
        using var bench = new NotifyBench();
        var folder = Directory.CreateDirectory(bench.Folder["run"]);
        var fifo = NotifyFifo.Open(new(bench.Folder["run/f"]) { Reader = bench.Script("reader", "say $$; exec sleep 600") }, TimeProvider.System, bench.Logger).ShouldNotBeNull();
        await bench.UntilAsync(() => bench.Written.Length == 2);
        folder.Delete(recursive: true);

        await fifo.DisposeAsync();

        NotifyBench.IsAlive(bench.Written[1]).ShouldBeFalse();
        bench.Log.Lines.ShouldNotContain(l => l.StartsWith("Warning", StringComparison.Ordinal));
    }

    [Fact]
    public async Task One_that_cannot_be_removed_is_told_and_ends_with_its_reader_all_the_same()
    {
        using var bench = new NotifyBench();
        var fifo = NotifyFifo.Open(new(bench.Folder["f"]) { Reader = bench.Script("reader", "say $$; exec sleep 600") }, TimeProvider.System, bench.Logger).ShouldNotBeNull();
        await bench.UntilAsync(() => bench.Written.Length == 2);
        File.Delete(bench.Folder["f"]);
        Directory.CreateDirectory(bench.Folder["f"]); // which File.Delete does not remove, whoever asks

        await fifo.DisposeAsync();

        NotifyBench.IsAlive(bench.Written[1]).ShouldBeFalse();
        bench.Log.Lines.ShouldContain(l => l.StartsWith($"Warning: the FIFO {bench.Folder["f"]} stays: it cannot be removed: ", StringComparison.Ordinal));
    }

    private static async Task<string> ShellAsync(string command)
    {
        using var process = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("/bin/sh", ["-c", command]) { RedirectStandardOutput = true })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return output.Trim();
    }
}
