using FailoverIp.Cli.Tests.Harness;

namespace FailoverIp.Cli.Tests;

public class UsageTests
{
    public static TheoryData<string> Commands =>
        ["run", "validate", "status", "route list", "route show", "route ensure", "login netcup", "simulate netcup-rest", "simulate netcup-soap", "simulate profitbricks", "ipvs list", "vrrp watch", "demo"];

    [Theory, MemberData(nameof(Commands))]
    public async Task Every_command_has_help_with_examples(string command)
    {
        var result = await Tool.RunAsync([.. command.Split(' '), "--help"]);

        result.ShouldEndWith(0).Error.ShouldBeEmpty();
        result.Output.ShouldContain("Usage:");
        result.Output[result.Output.IndexOf("Examples:", StringComparison.Ordinal)..].ShouldContain($"failoverip {command}");
    }

    [Fact]
    public async Task The_help_lists_the_commands()
    {
        var result = await Tool.RunAsync("--help");

        result.ShouldEndWith(0);
        foreach (var command in new[] { "demo", "run", "validate", "status", "route", "login", "simulate", "ipvs", "vrrp" })
            result.Output.ShouldMatch($"(?m)^  {command} ");
    }

    [Theory]
    [InlineData("", "'failoverip' needs a command; see 'failoverip --help'")]
    [InlineData("nonsense", "'nonsense' is not a command of 'failoverip'; see 'failoverip --help'")]
    [InlineData("ipvs", "'failoverip ipvs' needs a command; see 'failoverip ipvs --help'")]
    [InlineData("ipvs list --nonsense", "'--nonsense'")]
    [InlineData("route", "'failoverip route' needs a command; see 'failoverip route --help'")]
    [InlineData("route nonsense", "'nonsense' is not a command of 'failoverip route'; see 'failoverip route --help'")]
    [InlineData("route ensure", "see 'failoverip route ensure --help'")]
    [InlineData("route ensure web extra", "'extra'")]
    [InlineData("validate --nonsense", "'--nonsense'")]
    [InlineData("validate -c", "-c")]
    [InlineData("vrrp watch", "-i")]
    [InlineData("vrrp watch -i eth0 --count none", "--count")]
    [InlineData("vrrp watch -i eth0 --count 0", "--count")]
    [InlineData("simulate netcup-rest", "--listen")]
    [InlineData("simulate profitbricks", "--listen")]
    public async Task Wrong_use_ends_in_2_with_one_line(string arguments, string words)
    {
        var result = await Tool.RunAsync(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        result.ShouldFailInOneLine(2, words).Output.ShouldBeEmpty();
    }

    [Fact]
    public async Task Wrong_use_with_json_is_a_document_too()
    {
        var result = await Tool.RunAsync("route", "ensure", "--json");

        result.ShouldFailInOneLine(2).ShouldFailAsJson(2, "Configuration");
    }

    [Fact]
    public async Task An_argument_that_begins_with_an_at_sign_is_no_file()
    {
        var result = await Tool.RunAsync("@/etc/hostname");

        result.ShouldFailInOneLine(2, "'@/etc/hostname' is not a command");
    }

    [Fact]
    public async Task It_tells_its_version()
    {
        var result = await Tool.RunAsync("--version");

        result.ShouldEndWith(0).Output.ShouldMatch(@"^\d+\.\d+\.\d+");
    }
}
