namespace FailoverIp.Node.Tests;

public class NodeFilesTests
{
    [Theory]
    [InlineData("s1", "s1")]
    [InlineData("../../etc/a b", "..%2F..%2Fetc%2Fa%20b")]
    public void Their_place_depends_on_the_name_alone(string name, string file)
    {
        NodeFiles.VirtualServices(name).ShouldBe($"/run/failoverip/{file}.ipvs.json");
        NodeFiles.Redirections(name).ShouldBe($"/run/failoverip/{file}.bypass");
    }

    [Fact]
    public void Two_long_names_share_no_file()
    {
        var (one, two) = (NodeFiles.VirtualServices(new string('ä', 300) + "1"), NodeFiles.VirtualServices(new string('ä', 300) + "2"));

        one.ShouldNotBe(two);
        Path.GetFileName(one).Length.ShouldBeLessThan(100);
    }
}
