using FailoverIp.Cli.Tests.Harness;

namespace FailoverIp.Cli.Tests.Commands;

/// <summary>On a kernel with IPVS and with the right it shows the table; without, it says so. Both are asked for here, whatever the machine is like.</summary>
public class IpvsListTests
{
    [Fact]
    public async Task It_shows_the_table_or_says_in_one_line_why_not()
    {
        var plain = await Tool.RunAsync("ipvs", "list");
        var json = await Tool.RunAsync("ipvs", "list", "--json", "--stats");

        if (plain.ExitStatus == 0)
        {
            plain.Output.ShouldStartWith("IP Virtual Server version ");
            json.ShouldEndWith(0).Json["virtualServers"].ShouldNotBeNull();
            return;
        }
        plain.ShouldFailInOneLine(1, "IPVS").Output.ShouldBeEmpty();
        json.ShouldFailInOneLine(1).ShouldFailAsJson(1, "Rejected");
    }
}
