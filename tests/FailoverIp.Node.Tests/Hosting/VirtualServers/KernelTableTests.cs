namespace FailoverIp.Node.Tests;

public class KernelTableTests
{
    [Theory]
    [InlineData("s1", null, "/run/failoverip/s1.ipvs.json")]
    [InlineData("s1", "/tmp/x/c.sock", "/tmp/x/s1.ipvs.json")]
    [InlineData("../../etc/a b", null, "/run/failoverip/..%2F..%2Fetc%2Fa%20b.ipvs.json")]
    public void The_list_of_a_node_s_services_lies_beside_its_control_socket(string name, string? socket, string path) =>
        KernelTable.ListPath(new() { Name = name, ControlSocket = socket }).ShouldBe(path);

    [Fact]
    public void Two_long_names_share_no_list()
    {
        var (one, two) = (Path("1"), Path("2"));

        one.ShouldNotBe(two);
        System.IO.Path.GetFileName(one).Length.ShouldBeLessThan(100);

        static string Path(string end) => KernelTable.ListPath(new() { Name = new string('ä', 300) + end });
    }
}
