using System.Runtime.CompilerServices;
using FailoverIp.Simulation;

namespace FailoverIp.Node.Tests;

/// <summary>Going over to other FIFOs, as a reload does.</summary>
public class NotifyFifosTests
{
    [Fact]
    public async Task A_line_that_comes_while_one_is_given_up_goes_to_the_next_one()
    {
        using var bench = new NotifyBench();
        var time = new VirtualTimeProvider();
        var fifos = new NotifyFifos(time, bench.Logger);
        await fifos.ApplyAsync(new() { Fifo = new(bench.Folder["before"]) { Reader = bench.Script("deaf", "sleep 600") } });
        await bench.UntilWrittenAsync($"deaf {bench.Folder["before"]}");
        fifos.WriteVrrp("one\n");

        // The line that nobody reads holds the end of the one before up, for time stands still.
        var change = fifos.ApplyAsync(new() { Fifo = new(bench.Folder["after"]) });
        change.IsCompleted.ShouldBeFalse();
        fifos.WriteVrrp("two\n");

        using var reader = new StreamReader(bench.Folder["after"]);
        (await reader.ReadLineAsync()).ShouldBe("two");
        await time.UntilAsync(() => change.IsCompleted);
        await change;
        await CloseAsync(fifos, time);
        File.Exists(bench.Folder["before"]).ShouldBeFalse();
    }

    [Fact]
    public async Task Another_reader_of_the_same_path_reads_on_where_the_one_before_was()
    {
        using var bench = new NotifyBench();
        var fifos = new NotifyFifos(TimeProvider.System, bench.Logger);
        await fifos.ApplyAsync(new() { VrrpFifo = new(bench.Folder["f"]) { Reader = bench.Script("deaf", "sleep 600") } });
        await bench.UntilWrittenAsync($"deaf {bench.Folder["f"]}");
        fifos.WriteVrrp("one\n");

        var change = fifos.ApplyAsync(new() { VrrpFifo = new($"{bench.Folder.Path}/./f") { Reader = bench.Script("reader", "while read line; do say \"$line\"; done < \"$1\"") } });
        fifos.WriteVrrp("two\n");
        await change;
        fifos.WriteVrrp("three\n");
        await bench.UntilWrittenAsync("three");

        bench.Written[2..].ShouldBe(["one", "two", "three"]);
        await fifos.ApplyAsync(new());
        File.Exists(bench.Folder["f"]).ShouldBeFalse();
    }

    [Fact]
    public async Task Two_that_change_their_places_stay_and_so_do_their_files()
    {
        using var bench = new NotifyBench();
        var fifos = new NotifyFifos(TimeProvider.System, bench.Logger);
        await fifos.ApplyAsync(new() { VrrpFifo = new(bench.Folder["a"]), LvsFifo = new(bench.Folder["b"]) });

        await fifos.ApplyAsync(new() { VrrpFifo = new(bench.Folder["b"]), LvsFifo = new(bench.Folder["a"]) });
        using var a = new StreamReader(bench.Folder["a"]);
        using var b = new StreamReader(bench.Folder["b"]);
        fifos.WriteVrrp("vrrp\n");
        fifos.WriteLvs("lvs\n");

        (await b.ReadLineAsync()).ShouldBe("vrrp");
        (await a.ReadLineAsync()).ShouldBe("lvs");
        await fifos.ApplyAsync(new());
        Directory.GetFiles(bench.Folder.Path).ShouldBeEmpty();
    }

    [Fact]
    public async Task One_of_ours_goes_to_its_next_owner()
    {
        using var bench = new NotifyBench();
        var fifos = new NotifyFifos(TimeProvider.System, bench.Logger);
        await fifos.ApplyAsync(new() { Fifo = new(bench.Folder["f"]) { User = "nobody" } });
        (await OwnerAsync()).ShouldBe("nobody 600");

        await fifos.ApplyAsync(new() { Fifo = new(bench.Folder["f"]) });

        (await OwnerAsync()).ShouldBe($"{Environment.UserName} 600");
        await fifos.ApplyAsync(new());

        async Task<string> OwnerAsync()
        {
            using var process = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("stat", ["-c", "%U %a", bench.Folder["f"]]) { RedirectStandardOutput = true })!;
            return (await process.StandardOutput.ReadToEndAsync()).Trim();
        }
    }

    [Fact]
    public async Task What_its_owner_has_put_in_its_place_is_given_to_nobody()
    {
        using var bench = new NotifyBench();
        var fifos = new NotifyFifos(TimeProvider.System, bench.Logger);
        await fifos.ApplyAsync(new() { Fifo = new(bench.Folder["f"]) { User = "nobody" } });
        File.Delete(bench.Folder["f"]);
        File.CreateSymbolicLink(bench.Folder["f"], bench.Folder.Write("precious", "mine"));

        await fifos.ApplyAsync(new() { Fifo = new(bench.Folder["f"]) { User = "daemon" } });

        using var process = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("stat", ["-c", "%U", bench.Folder["precious"]]) { RedirectStandardOutput = true })!;
        (await process.StandardOutput.ReadToEndAsync()).Trim().ShouldBe(Environment.UserName);
        await fifos.ApplyAsync(new());
    }

    [Fact]
    public async Task One_that_cannot_be_given_away_is_tried_again_with_the_next_reload()
    {
        using var bench = new NotifyBench();
        var fifos = new NotifyFifos(TimeProvider.System, bench.Logger);
        await fifos.ApplyAsync(new() { Fifo = new(bench.Folder["f"]) });

        for (var time = 1; time <= 2; time++)
        {
            await fifos.ApplyAsync(new() { Fifo = new(bench.Folder["f"]) { User = "nobody-of-this-name" } });
            bench.Log.Lines.Count(l => l == $"Error: the FIFO {bench.Folder["f"]} keeps its owner: User: there is no user 'nobody-of-this-name'").ShouldBe(time);
        }
        await fifos.ApplyAsync(new());
    }

    private static async Task CloseAsync(NotifyFifos fifos, VirtualTimeProvider time, [CallerMemberName] string? test = null)
    {
        var close = fifos.ApplyAsync(new());
        await time.UntilAsync(() => close.IsCompleted, test);
        await close;
    }
}
