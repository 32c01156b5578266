using FailoverIp.Cli.Tests.Harness;
using FailoverIp.Simulation;

namespace FailoverIp.Cli.Tests.Commands;

public class RouteTests
{
    [Theory]
    [InlineData("web", "203.0.113.10/32")]
    [InlineData("old", "203.0.113.11/32")]
    public async Task Ensure_reroutes_once_and_then_writes_nothing(string name, string address)
    {
        await using var account = await Account.StartAsync();
        account.Scp.Route(address, Account.S2);

        var first = await account.RunAsync("route", "ensure", name, "--json");
        var second = await account.RunAsync("route", "ensure", name, "--json");

        ShouldBe(first, $$"""{"name":"{{name}}","address":"{{address}}","outcome":"Rerouted","owner":"v2200000000000000001","attempts":1,"elapsedMs":0}""");
        ShouldBe(second, $$"""{"name":"{{name}}","address":"{{address}}","outcome":"AlreadyRouted","owner":"v2200000000000000001","attempts":0,"elapsedMs":0}""");
        account.Scp.OwnerOf(address).ShouldBe(Account.S1);
        account.Scp.Changes.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Ensure_tells_a_person_what_it_did()
    {
        await using var account = await Account.StartAsync();

        var first = await account.RunAsync("route", "ensure", "web");
        var second = await account.RunAsync("route", "ensure", "WEB");

        first.ShouldEndWith(0).Error.ShouldBeEmpty();
        first.Output.ShouldMatch(@"^web: 203\.0\.113\.10/32 is now routed to v2200000000000000001, verified \(1 write, \d+\.\d s\)\n$");
        second.ShouldEndWith(0).Output.ShouldBe("web: 203.0.113.10/32 was already routed to v2200000000000000001; nothing was written\n");
    }

    /// <summary>The election may be in a keepalived.conf, which is the node's alone.</summary>
    [Fact]
    public async Task An_address_may_follow_an_election_that_is_not_in_the_file()
    {
        await using var account = await Account.StartAsync();
        var text = await File.ReadAllTextAsync(account.ConfigurationFile);
        await File.WriteAllTextAsync(account.ConfigurationFile, text.Replace("\"Target\":", "\"Follows\": \"VI_1\", \"Target\":", StringComparison.Ordinal));

        (await account.RunAsync("route", "ensure", "web")).ShouldEndWith(0);
        (await account.RunAsync("validate")).ShouldEndWith(1).Output.ShouldContain("there is no VRRP instance \"VI_1\"");
    }

    [Fact]
    public async Task Show_and_list_tell_who_owns_it_and_write_nothing()
    {
        await using var account = await Account.StartAsync();
        account.Scp.Route("203.0.113.10", Account.S2);

        var show = await account.RunAsync("route", "show", "web", "--json");
        var list = await account.RunAsync("route", "list", "--json");

        const string Web = """{"name":"web","address":"203.0.113.10/32","provider":"netcup","target":"v2200000000000000001","owner":"v2200000000000000002","routedHere":false}""";
        show.ShouldEndWith(0).Output.ShouldBe(Web + "\n");
        list.ShouldEndWith(0).Output.ShouldBe(
            $$"""{"addresses":[{"name":"old","address":"203.0.113.11/32","provider":"netcup-soap","target":"v2200000000000000001","owner":null,"routedHere":false},{{Web}}]}""" + "\n");
        account.Rest.Requests.Of(SimulatedOperation.Write).ShouldBeEmpty();
        account.Soap.Requests.Of(SimulatedOperation.Write).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(Account.S1, "web: 203.0.113.10/32 is routed to its target v2200000000000000001")]
    [InlineData(Account.S2, "web: 203.0.113.10/32 is routed to v2200000000000000002, not to its target v2200000000000000001")]
    [InlineData(null, "web: 203.0.113.10/32 is routed nowhere; its target is v2200000000000000001")]
    public async Task Show_is_a_sentence_for_a_person(string? owner, string sentence)
    {
        await using var account = await Account.StartAsync();
        account.Scp.Route("203.0.113.10", owner);

        (await account.RunAsync("route", "show", "web")).ShouldEndWith(0).Output.ShouldBe(sentence + "\n");
    }

    [Fact]
    public async Task List_is_a_table_for_a_person()
    {
        await using var account = await Account.StartAsync();
        account.Scp.Route("203.0.113.11", Account.S1);

        (await account.RunAsync("route", "list")).ShouldEndWith(0).Output.ShouldBe("""
            NAME  ADDRESS          PROVIDER     TARGET                OWNER                 HERE
            old   203.0.113.11/32  netcup-soap  v2200000000000000001  v2200000000000000001  yes
            web   203.0.113.10/32  netcup       v2200000000000000001  nowhere               no

            """);
    }

    [Fact]
    public async Task List_does_not_guess_an_owner_that_could_not_be_read()
    {
        await using var account = await Account.StartAsync();
        await account.Rest.GoDownAsync();

        var plain = await account.RunAsync("route", "list");
        var json = await account.RunAsync("route", "list", "--json");

        plain.ShouldFailInOneLine(1, "web: ");
        plain.Output.ShouldMatch(@"(?m)^old .* nowhere +no$");
        plain.Output.ShouldMatch(@"(?m)^web .* \? +\?$");
        json.ShouldFailInOneLine(1).ShouldFailAsJson(1, "Unavailable");
    }

    [Fact]
    public async Task Verbose_logs_every_step_to_standard_error()
    {
        await using var account = await Account.StartAsync();

        var result = await account.RunAsync("route", "ensure", "web", "--json", "--verbose");

        result.ShouldEndWith(0).Json["outcome"]!.GetValue<string>().ShouldBe("Rerouted");
        result.ErrorLines.ShouldAllBe(line => System.Text.RegularExpressions.Regex.IsMatch(line, @"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z (debug|info |warn ) \w+: "));
        result.Error.ShouldContain("write 1");
    }

    [Fact]
    public async Task The_environment_overrides_the_file()
    {
        await using var account = await Account.StartAsync();

        var result = await Tool.RunInAsync(
            new Dictionary<string, string> { ["FailoverIp__Addresses__web__Target__Server"] = Account.S2 }, "route", "ensure", "web", "-c", account.ConfigurationFile);

        result.ShouldEndWith(0);
        account.Scp.OwnerOf("203.0.113.10").ShouldBe(Account.S2);
    }

    [Theory]
    [InlineData(2, 130)]
    [InlineData(15, 143)]
    public async Task A_signal_ends_it_at_once(int signal, int status)
    {
        await using var account = await Account.StartAsync();
        account.Rest.Faults.Add(Fault.StuckTask());
        await using var tool = Tool.Start(["route", "ensure", "web", "--json", "-c", account.ConfigurationFile]);

        await account.Rest.Requests.WaitForAsync(r => r.Operation == SimulatedOperation.Write);
        tool.Signal(signal);

        (await tool.ToEndAsync(TimeSpan.FromSeconds(5))).ShouldFailInOneLine(status, "interrupted").ShouldFailAsJson(status, "Timeout");
    }

    private static void ShouldBe(ToolResult result, string document)
    {
        result.ShouldEndWith(0).Error.ShouldBeEmpty();
        System.Text.RegularExpressions.Regex.Replace(result.Output, "\"elapsedMs\":[0-9]+", "\"elapsedMs\":0").ShouldBe(document + "\n");
    }
}
