using System.Text;

namespace FailoverIp.Node.Tests.KeepalivedConf;

/// <summary>Files that are no configuration, or were made to keep whoever reads them busy.</summary>
public class HostileFileTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_FIFO_is_no_file_to_be_read_and_holds_nobody_up()
    {
        using var folder = new TempFolder();
        FifoNative.MakeFifo(folder["fifo"], 0x180).ShouldBe(0);
        folder.Write("k.conf", "include fifo\n" + Conf.Instance);

        var itself = await Task.Run(() => KeepalivedConfiguration.Load(folder["fifo"], "here", new FakeMachine())).WaitAsync(Patience);
        var included = await Task.Run(() => KeepalivedConfiguration.Load(folder["k.conf"], "here", new FakeMachine())).WaitAsync(Patience);

        itself.IsReadable.ShouldBeFalse();
        itself.Complaints.ShouldHaveSingleItem().ToString().ShouldBe($"{folder["fifo"]}: is not a regular file");
        included.IsAccepted.ShouldBeTrue();
        included.Notes.ShouldHaveSingleItem().Message.ShouldContain("is not a regular file");
        included.Options().Instances.ShouldHaveSingleItem();
    }

    [Fact]
    public void A_folder_of_more_files_than_are_read_loses_none_of_those_that_are_meant()
    {
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder["d"]);
        for (var i = 0; i <= ConfLimits.Files; i++)
            File.CreateSymbolicLink(folder[$"d/{i}"], "nowhere");
        folder.Write("d/one.conf", Conf.Instance);

        var found = ConfGlob.Find(folder.Path, "d/*.conf", out _, out _);

        found.ShouldBe(["d/one.conf"]);
    }

    [Fact]
    public void A_definition_of_many_lines_costs_what_it_is_long()
    {
        var text = new StringBuilder("$A=\\\n");
        for (var i = 0; i < 20_000; i++)
            text.Append("a \\\n");

        Allocated(() => Conf.Read(text.Append("a\n").Append(Conf.Instance).ToString()).Options().Instances.ShouldHaveSingleItem()).ShouldBeLessThan(100_000_000);
    }

    [Fact]
    public void Unknown_words_without_end_are_told_as_far_as_anybody_reads_and_cost_no_more()
    {
        var text = string.Concat(Enumerable.Range(0, 50_000).Select(i => $"word{i}\n")) + Conf.Instance;

        Allocated(() =>
        {
            var read = Conf.Read(text);
            read.Complaints.Count.ShouldBe(1001);
            read.Complaints[^1].Message.ShouldBe("there are more problems than the first 1000");
        }).ShouldBeLessThan(200_000_000);
    }

    [Fact]
    public void What_keepalived_would_not_run_with_is_told_behind_any_number_of_complaints()
    {
        var read = Conf.Read(string.Concat(Enumerable.Range(0, 2000).Select(i => $"word{i}\n")) + "vrrp_instance VI_1 {\n interface nonexist\n virtual_router_id 1\n}\n");

        read.Section.ShouldBeNull();
        read.Complaints[0].IsWarning.ShouldBeFalse();
    }

    // A measure that a busy machine does not change.
    private static long Allocated(Action work)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        work();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
