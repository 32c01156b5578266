using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using FailoverIp.Cli.Tests.Harness;

namespace FailoverIp.Cli.Tests.Commands;

public class SimulateProfitBricksTests
{
    private static readonly string[] Arguments = ["simulate", "profitbricks", "--listen", "http://127.0.0.1:0"];

    [Fact]
    public async Task What_it_prints_first_is_enough_to_move_the_address()
    {
        await using var simulator = Tool.Start(Arguments);
        var provider = await AfterAsync(simulator, "; below Providers: \"ionos\": ");
        var addresses = new[] { await AfterAsync(simulator, "below Addresses on s1: \"pb\": "), await AfterAsync(simulator, "below Addresses on s2: \"pb\": ") };
        provider["Type"]!.GetValue<string>().ShouldBe("ProfitBricks");
        provider["ContractNumber"]!.GetValue<int>().ShouldBe(31900000);
        provider["LanId"]!.GetValue<int>().ShouldBe(1);
        addresses.Select(a => a["Address"]!.GetValue<string>()).ShouldBe(["198.51.100.7", "198.51.100.7"]);
        var tokenFile = provider["TokenFile"]!.GetValue<string>();
        File.GetUnixFileMode(tokenFile).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);

        var (holder, api) = (addresses[1]["Target"]!, provider["BaseAddress"]!.GetValue<string>());
        var owner = $"{holder["Server"]}/{holder["Nic"]}";
        using var client = new HttpClient { BaseAddress = new(api) };
        client.DefaultRequestHeaders.Authorization = new("Bearer", (await File.ReadAllTextAsync(tokenFile)).Trim());
        var nic = $"datacenters/{provider["DatacenterId"]}/servers/{holder["Server"]}/nics/{holder["Nic"]}";
        using var body = new StringContent("""{"ips":["203.0.113.22","198.51.100.7"],"lan":1}""", Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        using var answer = await client.PatchAsync(nic, body);
        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        await simulator.Output.WaitForAsync(l => l == $"PATCH /cloudapi/v6/{nic} → 202");
        await simulator.Output.WaitForAsync(l => l == $"198.51.100.7: nowhere → {owner}");
        JsonNode.Parse(await client.GetStringAsync(nic))!["properties"]!["ips"]!.AsArray().Select(i => i!.GetValue<string>()).ShouldBe(["203.0.113.22", "198.51.100.7"]);

        simulator.Signal(15);
        (await simulator.ToEndAsync(TimeSpan.FromSeconds(10))).ShouldEndWith(0).ShouldNotTell(client.DefaultRequestHeaders.Authorization!.Parameter!).Error.ShouldBeEmpty();
        File.Exists(tokenFile).ShouldBeFalse();
    }

    [Fact]
    public async Task The_state_outlives_it()
    {
        using var directory = new TemporaryDirectory();
        var stateFile = directory["state.json"];
        string token;
        await using (var first = Tool.Start([.. Arguments, "--state", stateFile]))
        {
            var provider = await AfterAsync(first, "; below Providers: \"ionos\": ");
            token = await File.ReadAllTextAsync($"{stateFile}.token");
            using var control = new HttpClient();
            var routes = new Uri(new Uri(provider["BaseAddress"]!.GetValue<string>()), "/_simulator/routes");
            using var moved = await control.PutAsync(routes, new StringContent("""{"address":"198.51.100.7","nic":"71c00000-0000-4000-8000-000000000001"}"""));
            moved.StatusCode.ShouldBe(HttpStatusCode.NoContent);
            first.Signal(2);
            (await first.ToEndAsync(TimeSpan.FromSeconds(10))).ShouldEndWith(0);
        }

        await using var second = Tool.Start([.. Arguments, "--state", stateFile]);
        await AfterAsync(second, "; below Providers: \"ionos\": ");
        (await File.ReadAllTextAsync($"{stateFile}.token")).ShouldBe(token);
        JsonNode.Parse(await File.ReadAllTextAsync(stateFile))!["datacenters"]![0]!["servers"]![0]!["nics"]![0]!["ips"]!.AsArray().Select(i => i!.GetValue<string>())
            .ShouldBe(["203.0.113.21", "198.51.100.7"]);
        File.GetUnixFileMode(stateFile).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Theory]
    [InlineData("{", "state.json:1:")]
    [InlineData("""{ "user": { "userName": "u" }, "datacenters": [], "ipBlocks": [], "ipBolcks": [] }""", "ipBolcks")]
    public async Task A_state_file_that_cannot_be_used_is_told(string content, string words)
    {
        using var directory = new TemporaryDirectory();
        (await Tool.RunAsync([.. Arguments, "--state", directory.Write("state.json", content)])).ShouldFailInOneLine(2, words).Output.ShouldBeEmpty();
    }

    private static async Task<JsonNode> AfterAsync(RunningTool simulator, string words)
    {
        var line = await simulator.Output.WaitForAsync(l => l.Contains(words, StringComparison.Ordinal));
        return JsonNode.Parse(line[(line.IndexOf(words, StringComparison.Ordinal) + words.Length)..])!;
    }
}
