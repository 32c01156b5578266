using FailoverIp.Cli.Tests.Harness;

namespace FailoverIp.Cli.Tests.Commands;

public class ValidateTests
{
    [Fact]
    public async Task A_good_file_is_valid()
    {
        await using var account = await Account.StartAsync();

        var result = await account.RunAsync("validate");

        result.ShouldEndWith(0).Output.ShouldBe($"{account.ConfigurationFile}: valid\n");
        result.Error.ShouldBeEmpty();
        account.Rest.Requests.Count.ShouldBe(0);
    }

    [Fact]
    public async Task Every_problem_is_a_line_of_its_own()
    {
        using var directory = new TemporaryDirectory();
        var file = directory.Write("c.json", """
            {
              "FailoverIp": {
                "Providers": { "netcup": { "Type": "NetcupRest", "RefreshToken": "TopSecret" } },
                "Addresses": { "web": { "Address": "203.0.113.300", "Provider": "netcup", "Target": { "Server": "v1" } } },
                "Vrrp": {
                  "Instances": {
                    "VI_1": { "Interface": "eth1", "VirtualRouterId": 0, "VirtualAddresses": [ "10.0.0.1" ], "Priorty": 3 }
                  }
                }
              }
            }
            """);

        var result = await Tool.RunAsync("validate", "-c", file);

        result.ShouldEndWith(1).ShouldNotTell("TopSecret").Error.ShouldBeEmpty();
        var lines = result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.ShouldContain(l => l.StartsWith($"{file}:4: ", StringComparison.Ordinal) && l.Contains("203.0.113.300", StringComparison.Ordinal));
        lines.ShouldContain(l => l.StartsWith($"{file}:7: ", StringComparison.Ordinal) && l.Contains("VirtualRouterId", StringComparison.Ordinal));
        lines.ShouldContain(l => l.StartsWith($"{file}:7: ", StringComparison.Ordinal) && l.Contains("Priority", StringComparison.Ordinal));
        lines.Length.ShouldBe(3, result.Output);
    }

    [Fact]
    public async Task A_warning_does_not_change_the_status()
    {
        using var directory = new TemporaryDirectory();
        var file = directory.Write("c.json", """
            { "FailoverIp": { "Vrrp": { "Instances": { "VI_1": { "Interface": "eth1", "VirtualRouterId": 1, "VirtualAddresses": [ "10.0.0.1" ],
              "Authentication": { "Type": "Pass", "Password": "longer than eight" } } } } } }
            """);

        var result = await Tool.RunAsync("validate", "-c", file);

        result.ShouldEndWith(0).ShouldNotTell("longer than eight");
        result.Output.ShouldContain($"{file}:2: warning: ");
    }
}
