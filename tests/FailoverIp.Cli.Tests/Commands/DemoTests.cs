using System.Diagnostics;
using FailoverIp.Cli.Tests.Harness;

namespace FailoverIp.Cli.Tests.Commands;

public class DemoTests
{
    [Fact]
    public async Task The_failover_IP_is_found_on_the_survivor()
    {
        var clock = Stopwatch.StartNew();

        var result = await Tool.RunAsync("demo");

        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(15));
        result.ShouldEndWith(0).Error.ShouldBeEmpty();
        string[] inOrder =
        [
            "s1      VI_1: Initialize → Active",
            "netcup  203.0.113.10/32 moved from nowhere to v2200000000000000001",
            "s1      killed",
            "s2      VI_1: Backup → Active",
            "netcup  203.0.113.10/32 moved from v2200000000000000001 to v2200000000000000002",
            "Verified: s2 ",
        ];
        var places = inOrder.Select(text => result.Output.IndexOf(text, StringComparison.Ordinal)).ToList();
        places.ShouldAllBe(place => place >= 0, result.Output);
        places.ShouldBeInOrder();
    }

    [Fact]
    public async Task As_JSON_it_is_one_document()
    {
        var result = await Tool.RunAsync("demo", "--json");

        var document = result.ShouldEndWith(0).Json;
        document["verified"]!.GetValue<bool>().ShouldBeTrue();
        document["survivor"]!.GetValue<string>().ShouldBe("s2");
        document["owner"]!.GetValue<string>().ShouldBe("v2200000000000000002");
        document["electedAfterMs"]!.GetValue<int>().ShouldBeInRange(2000, 6000);
        document["routedAfterMs"]!.GetValue<int>().ShouldBeGreaterThan(document["electedAfterMs"]!.GetValue<int>());
        document["timeline"]!.AsArray().Count.ShouldBeGreaterThan(5);
    }

    [Fact]
    public async Task Ctrl_C_ends_it()
    {
        await using var tool = Tool.Start(["demo"]);
        await tool.Output.WaitForAsync(l => l.Contains("→ Active", StringComparison.Ordinal));

        tool.Signal(2);

        (await tool.ToEndAsync(TimeSpan.FromSeconds(5))).ShouldFailInOneLine(130, "interrupted");
    }
}
