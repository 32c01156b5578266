using System.Net;
using System.Text.Json;

namespace FailoverIp.Simulation.Tests;

/// <summary>The simulator's answers have the properties of live answers, each with the same kind of value.</summary>
public sealed class RestShapeTests : RestTest
{
    private static readonly string Samples = Path.Combine(AppContext.BaseDirectory, "Netcup", "Samples");

    [Fact]
    public async Task Failover_addresses()
    {
        Netcup.Scp.Route("203.0.113.10", S1);
        Netcup.Scp.Route("2001:db8:a:20::/64", S1);
        ShouldHaveShapeOf("failoverips-v4", (await Client.GetAsync("users/555001/failoverips/v4?ip=203.0.113.10")).Body);
        ShouldHaveShapeOf("failoverips-v6", (await Client.GetAsync("users/555001/failoverips/v6")).Body);
    }

    [Fact]
    public async Task An_unrouted_address_has_no_server() =>
        (await Client.GetAsync("users/555001/failoverips/v4")).Body.EnumerateArray().Any(e => e.TryGetProperty("server", out _)).ShouldBeFalse();

    [Fact]
    public async Task Tasks()
    {
        var (_, accepted) = await Client.RouteAsync(ScpClient.Web, 111001);
        ShouldHaveShapeOf("task", accepted);
        Time.Advance(Ms(400));
        ShouldHaveShapeOf("tasks", (await Client.GetAsync("tasks")).Body);
    }

    [Fact]
    public async Task Interfaces_with_what_is_routed_to_them()
    {
        ShouldHaveShapeOf("interfaces", (await Client.GetAsync("servers/111001/interfaces")).Body, "[].ipv6Addresses[].rdns.", "[].ipv4Addresses[].rdns:");
        Netcup.Scp.Route("203.0.113.10", S1);
        var (_, cards) = await Client.GetAsync("servers/111001/interfaces");
        cards.GetArrayLength().ShouldBe(2);
        cards[0].GetProperty("mac").GetString().ShouldBe("02:00:00:00:00:01");
        cards[0].GetProperty("ipv4Addresses").EnumerateArray().Select(a => (a.GetProperty("ip").GetString(), a.GetProperty("type").GetString()))
            .ShouldBe([("192.0.2.11", "IP"), ("203.0.113.10", "ROUTED_IP")]);
        cards[1].GetProperty("ipv4Addresses").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task A_server()
    {
        var (_, server) = await Client.GetAsync("servers/111002");
        ShouldBeOf("Server", server);
        ShouldBeOf("Site", server.GetProperty("site"));
        ShouldBeOf("IPv4AddressMinimal", server.GetProperty("ipv4Addresses")[0]);
        ShouldBeOf("IPv6AddressMinimal", server.GetProperty("ipv6Addresses")[0]);
        ShouldBeOf("ServerInfo", server.GetProperty("serverLiveInfo"));
        ShouldBeOf("ServerInterface", server.GetProperty("serverLiveInfo").GetProperty("interfaces")[0]);
        server.GetProperty("name").GetString().ShouldBe(S2);
        server.GetProperty("site").GetProperty("id").GetInt32().ShouldBe(1);
        server.GetProperty("ipv4Addresses")[0].GetProperty("netmask").GetString().ShouldBe("255.255.255.0");
        (await Client.GetAsync("servers/111002?loadServerLiveInfo=false")).Body.GetProperty("serverLiveInfo").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task The_list_of_servers()
    {
        var (_, all) = await Client.GetAsync("servers");
        ShouldBeOf("ServerListMinimal", all[0]);
        async Task ShouldFindAsync(string query, params int[] ids) =>
            (await Client.GetAsync("servers?" + query)).Body.EnumerateArray().Select(s => s.GetProperty("id").GetInt32()).ShouldBe(ids);
        await ShouldFindAsync("", 111001, 111002, 111003);
        await ShouldFindAsync("limit=1&offset=1", 111002);
        await ShouldFindAsync("limit=0");
        await ShouldFindAsync($"name={S2}", 111002);
        await ShouldFindAsync("name=v22", 111001, 111002, 111003);
        await ShouldFindAsync("q=s3", 111003);
        await ShouldFindAsync("ip=192.0.2.11", 111001);
        (await Client.GetAsync("servers?limit=x")).Status.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Errors_and_the_user()
    {
        ShouldBeOf("User", (await Client.GetAsync("users/555001")).Body);
        var (status, error) = await Client.GetAsync("servers/42");
        status.ShouldBe(HttpStatusCode.NotFound);
        ShouldBeOf("ResponseError", error);
        (await Client.GetAsync("servers/42/interfaces")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await Client.GetAsync("tasks/42")).Status.ShouldBe(HttpStatusCode.NotFound);
        var (_, invalid) = await Client.GetAsync("servers?limit=x");
        ShouldBeOf("ValidationError", invalid);
        ShouldBeOf("FieldError", invalid.GetProperty("errors")[0]);
    }

    [Fact]
    public async Task Answers_can_be_HAL()
    {
        Change(s => s with { HalJson = true });
        using var answer = await Client.Http.GetAsync($"{ScpClient.Api}/servers");
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/hal+json");
    }

    private static void ShouldHaveShapeOf(string sample, JsonElement actual, params string[] but)
    {
        var expected = Shape(JsonDocument.Parse(File.ReadAllText(Path.Combine(Samples, sample + ".json"))).RootElement);
        var nullable = expected.Where(e => e.EndsWith(": Null", StringComparison.Ordinal)).Select(e => e.Split(": ")[0]).ToHashSet();
        bool IsRelevant(string line) => !but.Any(b => line.StartsWith(b, StringComparison.Ordinal)) && !nullable.Contains(line.Split(": ")[0]);
        var shape = Shape(actual);
        shape.Where(IsRelevant).ShouldBe(expected.Where(IsRelevant));
        shape.Select(l => l.Split(": ")[0]).ShouldBeSubsetOf(expected.Select(l => l.Split(": ")[0]));
        nullable.ShouldBeSubsetOf(shape.Select(l => l.Split(": ")[0]));
    }

    private static void ShouldBeOf(string schema, JsonElement actual)
    {
        var schemas = JsonDocument.Parse(File.ReadAllText(Path.Combine(Samples, "schemas.json"))).RootElement;
        actual.EnumerateObject().Select(p => p.Name).ShouldBeSubsetOf(schemas.GetProperty(schema).EnumerateArray().Select(n => n.GetString()!));
    }

    /// <summary>Every property with its place and the kind of its value, once and sorted.</summary>
    private static SortedSet<string> Shape(JsonElement element)
    {
        var lines = new SortedSet<string>(StringComparer.Ordinal);
        void Walk(string path, JsonElement value)
        {
            if (value.ValueKind == JsonValueKind.Object)
            {
                foreach (var property in value.EnumerateObject())
                {
                    var kind = property.Value.ValueKind is JsonValueKind.True or JsonValueKind.False ? "Bool" : property.Value.ValueKind.ToString();
                    lines.Add($"{path}{property.Name}: {kind}");
                    Walk($"{path}{property.Name}.", property.Value);
                }
            }
            else if (value.ValueKind == JsonValueKind.Array)
            {
                foreach (var item in value.EnumerateArray())
                    Walk(path.TrimEnd('.') + "[].", item);
            }
        }
        Walk("", element);
        return lines;
    }
}
