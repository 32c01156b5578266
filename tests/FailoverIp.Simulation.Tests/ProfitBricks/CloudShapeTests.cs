using System.Net;
using System.Text.Json;
using static FailoverIp.Simulation.Tests.CloudClient;

namespace FailoverIp.Simulation.Tests;

/// <summary>The simulator's answers are those of the published document.</summary>
public sealed class CloudShapeTests : CloudTest
{
    public static TheoryData<string, string> Resources => new()
    {
        { $"datacenters/{Datacenter}", "Datacenter" },
        { $"datacenters/{Datacenter}/servers", "Servers" },
        { $"datacenters/{Datacenter}/servers/{S1}", "Server" },
        { $"datacenters/{Datacenter}/servers/{S1}/nics", "Nics" },
        { Nic1, "Nic" },
        { $"datacenters/{Datacenter}/lans", "Lans" },
        { Lan, "Lan" },
        { $"{Lan}/nics", "LanNics" },
        { "ipblocks", "IpBlocks" },
        { $"ipblocks/{Block}", "IpBlock" },
        { "requests", "Requests" },
        { "requests/00000000-0000-4000-8000-000000000001", "Request" },
        { "requests/00000000-0000-4000-8000-000000000001/status", "RequestStatus" },
    };

    [Theory, MemberData(nameof(Resources))]
    public async Task Answers_of_every_depth_are_valid(string path, string schema)
    {
        await DoneAsync(Client.SetIpsAsync(Nic1, Own1, Failover));
        await DoneAsync(Client.SetGroupsAsync((Failover, N1)));
        await Client.PatchAsync(Nic1, """{"name":"waiting"}""");
        for (var depth = 0; depth <= 5; depth++)
        {
            var answer = (await Client.GetAsync($"{path}?depth={depth}")).ShouldBe(HttpStatusCode.OK);
            answer.Body.ShouldBe(schema);
            answer.Body.GetProperty("href").GetString().ShouldBe(new Uri(Simulator.ApiAddress, path).AbsoluteUri);
        }
    }

    [Fact]
    public async Task Accepted_writes_and_refusals_are_valid()
    {
        (await Client.SetIpsAsync(Nic1, Own1, Failover)).ShouldBe(HttpStatusCode.Accepted).Body.ShouldBe("Nic");
        (await Client.PatchAsync(Lan, """{"name":"x"}""")).ShouldBe(HttpStatusCode.Accepted).Body.ShouldBe("Lan");
        (await Client.PatchAsync($"ipblocks/{Block}", """{"name":"x"}""")).ShouldBe(HttpStatusCode.Accepted).Body.ShouldBe("IpBlock");
        (await Client.SendAsync("POST", "ipblocks", """{"properties":{"location":"de/fra","size":1}}""")).ShouldBe(HttpStatusCode.Accepted).Body.ShouldBe("IpBlock");
        (await Client.SetIpsAsync(Nic1, "198.51.100.8")).Body.ShouldBe("Error");
        (await Client.GetAsync("nonsense")).Body.ShouldBe("Error");
    }

    [Fact]
    public async Task Depth_tells_one_level_more_with_each_step()
    {
        async Task<JsonElement> GetAsync(string path) => (await Client.GetAsync(path)).Body;
        var path = $"datacenters/{Datacenter}";
        (await GetAsync(path)).TryGetProperty("entities", out _).ShouldBeFalse();
        var servers = (await GetAsync($"{path}?depth=1")).GetProperty("entities").GetProperty("servers");
        servers.GetProperty("items")[0].EnumerateObject().Select(p => p.Name).ShouldBe(["id", "type", "href"]);
        var server = (await GetAsync($"{path}?depth=2")).GetProperty("entities").GetProperty("servers").GetProperty("items")[0];
        server.GetProperty("properties").GetProperty("name").GetString().ShouldBe("s1");
        server.TryGetProperty("entities", out _).ShouldBeFalse();
        var nic = (await GetAsync($"{path}?depth=4")).GetProperty("entities").GetProperty("servers").GetProperty("items")[0].GetProperty("entities").GetProperty("nics").GetProperty("items")[0];
        nic.GetProperty("properties").GetProperty("ips").Texts().ShouldBe([Own1]);
        (await GetAsync($"{path}/lans?depth=1")).GetProperty("items")[0].GetProperty("properties").GetProperty("public").GetBoolean().ShouldBeTrue();
        (await GetAsync($"{path}/lans")).GetProperty("items")[0].TryGetProperty("properties", out _).ShouldBeFalse();
        (await GetAsync($"{Lan}/nics?depth=1")).GetProperty("items").EnumerateArray().Select(n => n.GetProperty("href").GetString())
            .ShouldBe([new Uri(Simulator.ApiAddress, Nic1).AbsoluteUri, new Uri(Simulator.ApiAddress, Nic2).AbsoluteUri]);
    }

    [Fact]
    public async Task Lists_come_in_pages()
    {
        Cloud.Update(s => s with { IpBlocks = [.. s.IpBlocks, .. Enumerable.Range(1, 150).Select(i => new ProfitBricksIpBlock(Guid.NewGuid().ToString(), "de/fra") { Ips = [$"198.51.101.{i}"] })] });
        async Task<JsonElement> PageAsync(string query) => (await Client.GetAsync("ipblocks" + query)).Body;
        var first = await PageAsync("");
        first.ShouldBe("IpBlocks");
        first.GetProperty("items").GetArrayLength().ShouldBe(100);
        first.GetProperty("limit").GetInt32().ShouldBe(100);
        var second = await PageAsync(new Uri(first.GetProperty("_links").GetProperty("next").GetString()!).Query);
        second.GetProperty("items").GetArrayLength().ShouldBe(51);
        second.GetProperty("offset").GetInt32().ShouldBe(100);
        second.GetProperty("_links").TryGetProperty("next", out _).ShouldBeFalse();
        (await PageAsync("?offset=500")).GetProperty("items").GetArrayLength().ShouldBe(0);
        (await Client.GetAsync("ipblocks?limit=1001")).ShouldRefuse(422, "422", "1 to 1000");
        (await Client.GetAsync("ipblocks?offset=-1")).ShouldRefuse(422, "422", "'offset'");
        (await Client.GetAsync("ipblocks?depth=11")).ShouldRefuse(422, "422", "'depth'");
        (await Client.GetAsync("ipblocks?pretty=yes")).ShouldRefuse(422, "422", "'pretty'");
    }

    [Fact]
    public async Task Answers_are_pretty_unless_told_otherwise()
    {
        (await Client.GetAsync(Nic1)).Text.ShouldContain("\n  \"id\": \"71c00000");
        (await Client.GetAsync(Nic1 + "?pretty=false")).Text.ShouldStartWith("{\"id\":\"71c00000");
    }

    [Fact]
    public async Task The_entity_tag_changes_with_the_resource_and_is_a_header_where_no_depth_is_asked_for()
    {
        var before = await Client.GetAsync(Nic1);
        before.Headers.ETag!.Tag.ShouldBe($"\"{before.Body.GetProperty("metadata").GetProperty("etag")}\"");
        (await Client.GetAsync(Nic1 + "?depth=1")).Headers.ETag.ShouldBeNull();
        Time.Advance(TimeSpan.FromMinutes(1));
        var write = await DoneAsync(Client.PatchAsync(Nic1, """{"name":"other"}"""));
        var after = await Client.GetAsync(Nic1);
        after.Headers.ETag!.Tag.ShouldNotBe(before.Headers.ETag.Tag);
        after.Body.GetProperty("metadata").GetProperty("lastModifiedDate").GetString().ShouldBe("2026-01-01T00:01:02Z");
        after.Body.GetProperty("metadata").GetProperty("createdDate").GetString().ShouldBe("2026-01-01T00:00:00Z");
        (await Client.GetAsync($"datacenters/{Datacenter}")).Properties.GetProperty("version").GetInt32().ShouldBe(2);
        var status = await Client.GetAsync(write.Location);
        status.Headers.ETag!.Tag.ShouldBe($"\"{status.Body.GetProperty("metadata").GetProperty("etag")}\"");
    }

    [Theory]
    [InlineData("""{"properties":{"lan":"1"}}""", "Nic.properties.lan is String and should be integer")]
    [InlineData("""{"properties":{}}""", "Nic.properties has no lan")]
    [InlineData("""{"properties":{"lan":1,"ip":"x"}}""", "Nic.properties.ip is not in the document")]
    [InlineData("""{"properties":{"lan":1,"ips":[null]}}""", "Nic.properties.ips[0] is Null and should be string")]
    [InlineData("""{"properties":{"lan":1},"type":"network"}""", "Nic.type is 'network', which is none of the values")]
    [InlineData("""{"properties":{"lan":1},"metadata":{"createdDate":"today"}}""", "Nic.metadata.createdDate is 'today', which is no date-time")]
    public void The_check_itself_finds_what_is_wrong(string document, string problem) =>
        PublishedSchemas.Problems(JsonDocument.Parse(document).RootElement, "Nic").ShouldBe([problem]);
}
