using FailoverIp.Vrrp.Ipvs;

namespace FailoverIp.Vrrp.Tests.Ipvs;

public sealed class IpvsManagedSetTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ipvs-managed-").FullName;

    private string File => Path.Combine(_folder, "run", "ipvs.json");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void What_one_process_has_noted_the_next_one_knows()
    {
        var mark = IpvsServiceKey.OfMark(7, System.Net.Sockets.AddressFamily.InterNetworkV6);
        var first = new IpvsFileManagedSet(File, "boot netns");
        first.Add([Samples.Web, mark, Samples.Udp("[::1]:53")]);
        first.Remove([Samples.Udp("[::1]:53")]);

        var second = new IpvsFileManagedSet(File, "boot netns");

        second.Keys.ShouldBe([Samples.Web, mark], ignoreOrder: true);
        second.Contains(mark).ShouldBeTrue();
        if (!OperatingSystem.IsWindows())
            System.IO.File.GetUnixFileMode(File).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Directory.GetFiles(Path.GetDirectoryName(File)!).ShouldBe([File]);
    }

    [Theory]
    [InlineData("another-boot netns")]
    [InlineData("boot another-netns")]
    public void After_a_reboot_and_in_another_namespace_it_is_empty(string table)
    {
        new IpvsFileManagedSet(File, "boot netns").Add([Samples.Web]);
        var other = new IpvsFileManagedSet(File, table);

        other.Keys.ShouldBeEmpty();
        other.Add([IpvsServiceKey.OfMark(1)]);

        new IpvsFileManagedSet(File, table).Keys.ShouldBe([IpvsServiceKey.OfMark(1)]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{\"version\":2,\"table\":\"boot netns\",\"services\":[]}")]
    [InlineData("{\"version\":1,\"table\":\"boot netns\"}")]
    [InlineData("{\"version\":1,\"table\":\"boot netns\",\"services\":[\"TCP nonsense\"]}")]
    [InlineData("{\"version\":1,\"table\":\"boot netns\",\"services\":[null]}")]
    public void A_file_that_is_not_one_is_named_and_left_as_it_is(string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(File)!);
        System.IO.File.WriteAllText(File, content);

        Should.Throw<IpvsException>(() => new IpvsFileManagedSet(File, "boot netns").Contains(Samples.Web)).Message.ShouldStartWith($"{File} is not a list of virtual services");
        Should.Throw<IpvsException>(() => new IpvsFileManagedSet(File, "boot netns").Add([Samples.Web]));
        System.IO.File.ReadAllText(File).ShouldBe(content);
    }

    [Fact]
    public void A_set_that_cannot_be_written_does_not_pretend()
    {
        Directory.CreateDirectory(File); // where the file should be
        var set = new IpvsFileManagedSet(File, "boot netns");

        Should.Throw<IpvsException>(() => set.Add([Samples.Web])).Message.ShouldContain("cannot be written");

        set.Keys.ShouldBeEmpty();
        Directory.GetFileSystemEntries(Path.GetDirectoryName(File)!).ShouldBe([File]);
    }

    [Fact]
    public void What_is_in_it_already_is_not_written_again()
    {
        var set = new IpvsFileManagedSet(File, "boot netns");
        set.Add([Samples.Web]);
        System.IO.File.Delete(File);

        set.Add([Samples.Web]);
        set.Remove([IpvsServiceKey.OfMark(1)]);

        System.IO.File.Exists(File).ShouldBeFalse();
    }

    [Fact]
    public void This_boot_and_this_namespace_have_a_name_that_stays()
    {
        if (!OperatingSystem.IsLinux())
            return;
        TableIdentity.Read().ShouldBe(TableIdentity.Read());
        TableIdentity.Read().ShouldMatch("^[0-9a-f-]{36} net");
    }
}
