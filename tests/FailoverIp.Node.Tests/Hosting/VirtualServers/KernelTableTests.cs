using System.Net;
using FailoverIp.Vrrp.Ipvs;

namespace FailoverIp.Node.Tests;

public class KernelTableTests
{
    [Fact]
    public void Where_nothing_is_wanted_and_nothing_is_ours_the_kernel_is_not_asked()
    {
        using var folder = new TempFolder();
        using var table = new KernelTable("s1", folder["s1.ipvs.json"]);

        table.Reconcile([], reread: true).ShouldBe(new(0, []));

        table.HasList.ShouldBeFalse();
        Directory.GetFileSystemEntries(folder.Path).ShouldBeEmpty();
    }

    [Fact]
    public void Two_nodes_of_one_name_do_not_share_a_list()
    {
        using var folder = new TempFolder();
        var first = KernelTable.TakeLock("s1", folder["run/s1.ipvs.json"]);

        Should.Throw<IpvsException>(() => KernelTable.TakeLock("s1", folder["run/s1.ipvs.json"])).Message
            .ShouldBe($"another node named \"s1\" is running on this machine: it holds {folder["run/s1.ipvs.json.lock"]}");

        first.Dispose();
        KernelTable.TakeLock("s1", folder["run/s1.ipvs.json"]).Dispose();
    }

    [Fact]
    public void A_place_that_cannot_be_made_is_one_line()
    {
        using var folder = new TempFolder();
        folder.Write("file", "");

        Should.Throw<IpvsException>(() => KernelTable.TakeLock("s1", folder["file/s1.ipvs.json"])).Message.ShouldStartWith($"{folder["file/s1.ipvs.json.lock"]} cannot be made: ");
    }
}
