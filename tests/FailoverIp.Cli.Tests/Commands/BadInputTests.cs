using FailoverIp.Cli.Tests.Harness;
using FailoverIp.Simulation;

namespace FailoverIp.Cli.Tests.Commands;

/// <summary>What goes wrong gets one clear line, the right status and kind, and tells no secret.</summary>
public class BadInputTests
{
    [Theory]
    [InlineData("web")]
    [InlineData("old")]
    public async Task A_dead_provider(string name)
    {
        await using var account = await Account.StartAsync();
        await account.Rest.GoDownAsync();
        await account.Soap.GoDownAsync();

        await ShouldFailAsync(account, name, 1, "Unavailable");
    }

    [Theory]
    [InlineData("web", FaultKind.Garbage)]
    [InlineData("web", FaultKind.Html)]
    [InlineData("web", FaultKind.Huge)]
    [InlineData("web", FaultKind.Truncated)]
    [InlineData("old", FaultKind.Garbage)]
    [InlineData("old", FaultKind.Html)]
    [InlineData("old", FaultKind.Huge)]
    [InlineData("old", FaultKind.Truncated)]
    public async Task A_provider_that_answers_nonsense(string name, FaultKind kind)
    {
        await using var account = await Account.StartAsync();
        account.Rest.Faults.Add(new Fault { Kind = kind }.On(SimulatedOperation.Read));
        account.Soap.Faults.Add(new Fault { Kind = kind }.On(SimulatedOperation.Read));

        await ShouldFailAsync(account, name, 1, "Unavailable");
    }

    // By SOAP a second write would come within the 5 minutes that netcup wants between two of one address: it is not sent.
    [Theory]
    [InlineData("web", "203.0.113.10", "NotVerified", 2)]
    [InlineData("old", "203.0.113.11", "NotVerified", 1)]
    public async Task A_provider_that_says_done_and_changes_nothing(string name, string address, string kind, int writes)
    {
        await using var account = await Account.StartAsync();
        account.Rest.Faults.Add(Fault.Ignored());
        account.Soap.Faults.Add(Fault.Ignored());

        var result = await account.RunAsync("route", "ensure", name, "--json");

        result.ShouldFailInOneLine(1).ShouldFailAsJson(1, kind);
        account.Scp.OwnerOf(address).ShouldBeNull();
        (account.Rest.Requests.Of(SimulatedOperation.Write).Count + account.Soap.Requests.Of(SimulatedOperation.Write).Count).ShouldBe(writes);
    }

    [Fact]
    public async Task An_expired_refresh_token()
    {
        await using var account = await Account.StartAsync();
        account.Scp.Update(s => s with { RefreshTokens = [new("another")] });

        await ShouldFailAsync(account, "web", 1, "Authentication", "failoverip login netcup");
    }

    [Fact]
    public async Task A_wrong_password()
    {
        await using var account = await Account.StartAsync();
        account.Scp.Update(s => s with { WebservicePassword = "another" });

        await ShouldFailAsync(account, "old", 1, "Authentication");
    }

    [Fact]
    public async Task A_rate_limit_that_lasts_longer_than_the_patience()
    {
        await using var account = await Account.StartAsync();
        account.Rest.Faults.Add(Fault.RateLimit(TimeSpan.FromSeconds(300)).On(SimulatedOperation.Write));

        var result = await account.RunAsync("route", "ensure", "web", "--json");

        result.ShouldFailInOneLine(1).ShouldFailAsJson(1, "RateLimited");
        result.Json["error"]!["retryAfterSeconds"]!.GetValue<int>().ShouldBeInRange(290, 300);
    }

    [Fact]
    public async Task A_server_at_another_site()
    {
        await using var account = await Account.StartAsync();
        account.Configure(server: "v2200000000000000003");

        await ShouldFailAsync(account, "web", 1, "Rejected", "site");
    }

    [Theory]
    [InlineData("web")]
    [InlineData("old")]
    public async Task A_server_that_is_not_there(string name)
    {
        await using var account = await Account.StartAsync();
        account.Configure(server: "v2200000000000000009");

        await ShouldFailAsync(account, name, 1, "NotFound", "v2200000000000000009");
    }

    [Fact]
    public async Task A_failover_address_of_somebody_else()
    {
        await using var account = await Account.StartAsync();
        account.Configure(address: "203.0.113.1");

        await ShouldFailAsync(account, "web", 1, "NotFound", "203.0.113.1");
    }

    [Fact]
    public async Task A_message_of_the_provider_cannot_break_the_line_or_colour_it()
    {
        await using var account = await Account.StartAsync();
        account.Rest.Faults.Add(Fault.TaskError("first\nsecond \u001b[31mred"));

        var result = await account.RunAsync("route", "ensure", "web");

        result.ShouldFailInOneLine(1);
        result.Error.ShouldNotContain("\u001b");
    }

    [Theory]
    [InlineData("web")]
    [InlineData("old")]
    public async Task A_secret_that_cannot_be_read(string name)
    {
        await using var account = await Account.StartAsync();
        account.Configure(tokenFile: name == "web" ? "/nonexistent/netcup.token" : null, passwordFile: name == "old" ? "/nonexistent/netcup.password" : null);

        await ShouldFailAsync(account, name, 2, "Configuration", name == "web" ? "/nonexistent/netcup.token" : "/nonexistent/netcup.password");
    }

    [Fact]
    public async Task An_unknown_name()
    {
        await using var account = await Account.StartAsync();

        await ShouldFailAsync(account, "wbe", 2, "Configuration", "'wbe'", "web");
    }

    [Theory]
    [InlineData(""", "Addreses": {} """, "Addreses", "Addresses")]
    [InlineData(""", "Vrrp": { "Instances": { "VI_1": { "Interface": "eth1", "VirtualRouterId": 256, "VirtualAddresses": [ "10.0.0.1" ] } } } """, "256", "255")]
    [InlineData(""", "Vrrp": { "Instances": { "VI_1": { "Interface": "eth1", "VirtualRouterId": 1, "Priorty": 3, "VirtualAddresses": [ "10.0.0.1" ] } } } """, "Priorty", "Priority")]
    public async Task A_configuration_that_is_not_valid(string more, params string[] words)
    {
        await using var account = await Account.StartAsync();
        account.Configure(more: more);

        await ShouldFailAsync(account, "web", 2, "Configuration", [.. words, "failoverip.json:"]);
        (await account.RunAsync("run")).ShouldFailInOneLine(2, words);
        account.Rest.Requests.Count.ShouldBe(0);
    }

    [Theory]
    [InlineData("run")]
    [InlineData("validate")]
    [InlineData("route list")]
    [InlineData("route ensure web")]
    [InlineData("login netcup")]
    public async Task A_configuration_that_cannot_be_read(string command)
    {
        var missing = await Tool.RunAsync([.. command.Split(' '), "-c", "/nonexistent/failoverip.json"]);
        var directory = await Tool.RunAsync([.. command.Split(' '), "-c", "/tmp"]);

        missing.ShouldFailInOneLine(2, "/nonexistent/failoverip.json").Output.ShouldBeEmpty();
        directory.ShouldFailInOneLine(2, "/tmp").Output.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("")]
    [InlineData("\0\0\0\u0001")]
    public async Task A_configuration_that_is_no_configuration(string content)
    {
        using var directory = new TemporaryDirectory();
        var file = directory.Write("c.json", content);

        (await Tool.RunAsync("route", "list", "-c", file, "--json")).ShouldFailInOneLine(2, file).ShouldFailAsJson(2, "Configuration");
    }

    // Plain and as JSON: the same status, one line, no stack trace; RunAsync looks for secrets.
    private static async Task ShouldFailAsync(Account account, string name, int status, string kind, params string[] words)
    {
        var plain = await account.RunAsync("route", "ensure", name);
        var json = await account.RunAsync("route", "ensure", name, "--json");
        var verbose = await account.RunAsync("route", "ensure", name, "--verbose");

        plain.ShouldFailInOneLine(status, words).Output.ShouldBeEmpty();
        json.ShouldFailInOneLine(status, words).ShouldFailAsJson(status, kind);
        verbose.ShouldEndWith(status);
    }
}
