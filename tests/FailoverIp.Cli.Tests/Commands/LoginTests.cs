using FailoverIp.Cli.Tests.Harness;
using FailoverIp.Simulation;

namespace FailoverIp.Cli.Tests.Commands;

public class LoginTests
{
    private static readonly NetcupScpSettings Quick = new() { DevicePollInterval = TimeSpan.FromSeconds(1) };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task It_shows_page_and_code_and_saves_the_refresh_token(bool json)
    {
        await using var account = await Account.StartAsync(Quick);
        var file = account.Directory["fresh.token"];
        account.Configure(tokenFile: file);
        await using var tool = Tool.Start(["login", "netcup", "-c", account.ConfigurationFile, .. json ? ["--json"] : Array.Empty<string>()]);

        var shown = json ? tool.Error : tool.Output;
        var page = await shown.WaitForAsync(l => l.StartsWith("Open ", StringComparison.Ordinal));
        var line = await shown.WaitForAsync(l => l.StartsWith("The code is ", StringComparison.Ordinal));
        var code = line.Split([' ', ';'])[3];
        page.ShouldContain($"{account.Rest.BaseAddress}realms/scp/device");
        account.Rest.PendingDevices.ShouldBe([code]);
        account.Rest.ApproveDevice(code).ShouldBeTrue();

        var result = (await tool.ToEndAsync(TimeSpan.FromSeconds(20))).ShouldEndWith(0);
        var token = (await File.ReadAllTextAsync(file)).Trim();
        account.Scp.State.RefreshTokens.ShouldContain(t => t.Token == token);
        File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        result.ShouldNotTell(token, "eyJ");
        if (json)
            result.Output.ShouldBe($$"""{"provider":"netcup","refreshTokenFile":"{{file}}"}""" + "\n");
        (await account.RunAsync("route", "ensure", "web")).ShouldEndWith(0);
    }

    [Fact]
    public async Task A_login_that_is_refused_is_told()
    {
        await using var account = await Account.StartAsync(Quick);
        await using var tool = Tool.Start(["login", "netcup", "--json", "-c", account.ConfigurationFile]);

        await tool.Error.WaitForAsync(l => l.StartsWith("The code is ", StringComparison.Ordinal));
        account.Rest.DenyDevice(account.Rest.PendingDevices[0]).ShouldBeTrue();

        (await tool.ToEndAsync(TimeSpan.FromSeconds(20))).ShouldFailAsJson(1, "Authentication");
        (await File.ReadAllTextAsync(account.TokenFile)).Trim().ShouldBe(Account.RefreshToken);
    }

    [Fact]
    public async Task Ctrl_C_leaves_nothing_behind()
    {
        await using var account = await Account.StartAsync(Quick);
        var file = account.Directory["fresh.token"];
        account.Configure(tokenFile: file);
        await using var tool = Tool.Start(["login", "netcup", "-c", account.ConfigurationFile]);

        await tool.Output.WaitForAsync(l => l.StartsWith("The code is ", StringComparison.Ordinal));
        tool.Signal(2);

        (await tool.ToEndAsync(TimeSpan.FromSeconds(5))).ShouldEndWith(130);
        Directory.GetFiles(account.Directory.Path, "fresh.token*").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_provider_that_is_dead_is_told()
    {
        await using var account = await Account.StartAsync();
        await account.Rest.GoDownAsync();

        (await account.RunAsync("login", "netcup", "--json")).ShouldFailInOneLine(1).ShouldFailAsJson(1, "Unavailable");
    }

    [Fact]
    public async Task A_file_that_cannot_be_written_is_told_before_anybody_logs_in()
    {
        await using var account = await Account.StartAsync();
        account.Configure(tokenFile: "/proc/netcup.token");

        (await account.RunAsync("login", "netcup")).ShouldFailInOneLine(2, "/proc/netcup.token");
        account.Rest.Requests.Count.ShouldBe(0);
    }

    [Fact]
    public async Task Several_accounts_are_told_apart_by_name()
    {
        using var directory = new TemporaryDirectory();
        var file = directory.Write("c.json", """
            { "FailoverIp": { "Providers": {
              "one": { "Type": "NetcupRest", "BaseAddress": "http://127.0.0.1:9/", "RefreshTokenFile": "one.token" },
              "two": { "Type": "NetcupRest", "BaseAddress": "http://127.0.0.1:9/", "RefreshTokenFile": "two.token" } } } }
            """);

        (await Tool.RunAsync("login", "netcup", "-c", file)).ShouldFailInOneLine(2, "--provider", "one, two");
        (await Tool.RunAsync("login", "netcup", "-c", file, "--provider", "three")).ShouldFailInOneLine(2, "'three'", "one, two");
        (await Tool.RunAsync("login", "netcup", "-c", file, "--provider", "two")).ShouldFailInOneLine(1);
    }

    [Fact]
    public async Task Without_an_account_there_is_nothing_to_log_in_to()
    {
        using var directory = new TemporaryDirectory();
        var file = directory.Write("c.json", """{ "FailoverIp": { } }""");

        (await Tool.RunAsync("login", "netcup", "-c", file)).ShouldFailInOneLine(2, "NetcupRest");
    }
}
