using FailoverIp.Cli.Tests.Harness;

namespace FailoverIp.Cli.Tests.Commands;

public class VrrpWatchTests
{
    [Fact]
    public async Task An_interface_that_is_not_there_is_told()
    {
        (await Tool.RunAsync("vrrp", "watch", "-i", "nope0")).ShouldFailInOneLine(2, "nope0").Output.ShouldBeEmpty();
        (await Tool.RunAsync("vrrp", "watch", "-i", "nope0", "--json")).ShouldFailInOneLine(2).ShouldFailAsJson(2, "Configuration");
    }
}
