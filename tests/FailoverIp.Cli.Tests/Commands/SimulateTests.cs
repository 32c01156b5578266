using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using FailoverIp.Cli.Tests.Harness;

namespace FailoverIp.Cli.Tests.Commands;

public partial class SimulateTests
{
    [Theory]
    [InlineData("netcup-rest", "RefreshTokenFile")]
    [InlineData("netcup-soap", "PasswordFile")]
    public async Task What_it_prints_first_is_a_configuration_that_works(string api, string secretKey)
    {
        await using var simulator = Tool.Start(["simulate", api, "--listen", "http://127.0.0.1:0"]);
        using var directory = new TemporaryDirectory();
        var provider = await ProviderOfAsync(simulator);
        var secretFile = JsonNode.Parse(provider)![secretKey]!.GetValue<string>();

        var result = await Tool.RunAsync("route", "ensure", "web", "-c", Configure(directory, provider));

        result.ShouldEndWith(0).Output.ShouldContain("is now routed to v2200000000000000001");
        await simulator.Output.WaitForAsync(l => l == "203.0.113.10/32: nowhere → v2200000000000000001");
        await simulator.Output.WaitForAsync(l => RequestLine().IsMatch(l));
        File.GetUnixFileMode(secretFile).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);

        simulator.Signal(15);
        var end = await simulator.ToEndAsync(TimeSpan.FromSeconds(10));
        end.ShouldEndWith(0).ShouldNotTell("eyJ").Error.ShouldBeEmpty();
        File.Exists(secretFile).ShouldBeFalse();
    }

    [Fact]
    public async Task The_state_outlives_it()
    {
        using var directory = new TemporaryDirectory();
        var stateFile = directory["state.json"];
        string[] arguments = ["simulate", "netcup-rest", "--listen", "http://127.0.0.1:0", "--state", stateFile];
        string token;
        await using (var first = Tool.Start(arguments))
        {
            var provider = await ProviderOfAsync(first);
            token = await File.ReadAllTextAsync($"{stateFile}.refresh-token");
            (await Tool.RunAsync("route", "ensure", "web", "-c", Configure(directory, provider))).ShouldEndWith(0);
            first.Signal(2);
            (await first.ToEndAsync(TimeSpan.FromSeconds(10))).ShouldEndWith(0).ShouldNotTell(token.Trim());
        }

        await using var second = Tool.Start(arguments);
        var result = await Tool.RunAsync("route", "ensure", "web", "-c", Configure(directory, await ProviderOfAsync(second)));

        result.ShouldEndWith(0).Output.ShouldContain("was already routed");
        (await File.ReadAllTextAsync($"{stateFile}.refresh-token")).ShouldBe(token);
        File.GetUnixFileMode(stateFile).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("https://127.0.0.1:0")]
    [InlineData("http://127.0.0.1:0/path")]
    [InlineData("http://example.com:80")]
    public async Task An_address_that_cannot_be_listened_on_is_wrong_use(string url) =>
        (await Tool.RunAsync("simulate", "netcup-rest", "--listen", url)).ShouldFailInOneLine(2, url).Output.ShouldBeEmpty();

    [Fact]
    public async Task A_port_that_is_taken_is_told()
    {
        using var taken = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        taken.Start();

        var result = await Tool.RunAsync("simulate", "netcup-soap", "--listen", $"http://{taken.LocalEndpoint}");

        result.ShouldFailInOneLine(1, taken.LocalEndpoint.ToString()!, "in use").Output.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("{", "state.json:1:")]
    [InlineData("""{ "user": { "id": 1, "username": "1" }, "servers": [], "failoverIps": [], "sevrers": [] }""", "sevrers")]
    public async Task A_state_file_that_cannot_be_used_is_told(string content, string words)
    {
        using var directory = new TemporaryDirectory();
        var file = directory.Write("state.json", content);

        (await Tool.RunAsync("simulate", "netcup-rest", "--listen", "http://127.0.0.1:0", "--state", file)).ShouldFailInOneLine(2, words).Output.ShouldBeEmpty();
        (await File.ReadAllTextAsync(file)).ShouldBe(content);
    }

    [Fact]
    public async Task A_state_file_in_no_directory_is_told() =>
        (await Tool.RunAsync("simulate", "netcup-rest", "--listen", "http://127.0.0.1:0", "--state", "/nonexistent/state.json")).ShouldFailInOneLine(2, "/nonexistent/state.json");

    private static async Task<string> ProviderOfAsync(RunningTool simulator)
    {
        var line = await simulator.Output.WaitForAsync(l => l.StartsWith("listening on ", StringComparison.Ordinal));
        return line[line.IndexOf("{ ", StringComparison.Ordinal)..];
    }

    private static string Configure(TemporaryDirectory directory, string provider) => directory.Write("failoverip.json", $$"""
        { "FailoverIp": { "Providers": { "netcup": {{provider}} },
          "Addresses": { "web": { "Address": "203.0.113.10", "Provider": "netcup", "Target": { "Server": "v2200000000000000001" }, "Retry": { "Delay": "00:00:00.2" } } } } }
        """);

    [GeneratedRegex("^(GET|POST|PATCH) /[^ ]*( [A-Za-z]+)? → 20[0-9]$")]
    private static partial Regex RequestLine();
}
