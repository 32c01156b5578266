using System.Net;
using System.Text.Json;
using static FailoverIp.Simulation.Tests.CloudClient;

namespace FailoverIp.Simulation.Tests;

public sealed class IpBlockTests : CloudTest
{
    private async Task<string[]> BlocksAsync() => [.. (await Client.GetAsync("ipblocks")).Body.GetProperty("items").EnumerateArray().Select(b => b.GetProperty("id").GetString()!)];

    private async Task<string[]> ConsumersAsync(string ip) =>
        [.. (await Client.GetAsync($"ipblocks/{Block}")).Properties.GetProperty("ipConsumers").EnumerateArray().Where(c => c.GetProperty("ip").GetString() == ip).Select(c => c.GetProperty("nicId").GetString()!)];

    [Fact]
    public async Task Consumers_are_the_NICs_that_have_an_address()
    {
        (await ConsumersAsync(Failover)).ShouldBeEmpty();
        await DoneAsync(Client.SetIpsAsync(Nic2, Own2, Failover));
        var consumer = (await Client.GetAsync($"ipblocks/{Block}")).Properties.GetProperty("ipConsumers").EnumerateArray().ShouldHaveSingleItem();
        consumer.EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetString()).ShouldBe(new Dictionary<string, string?>
        {
            ["ip"] = Failover,
            ["mac"] = "02:01:00:00:00:02",
            ["nicId"] = N2,
            ["serverId"] = S2,
            ["serverName"] = "s2",
            ["datacenterId"] = Datacenter,
            ["datacenterName"] = "web",
        });
    }

    [Fact]
    public async Task Consumers_can_lag_behind_the_NICs()
    {
        Change(s => s with { ConsumersLag = TimeSpan.FromSeconds(30) });
        await DoneAsync(Client.SetIpsAsync(Nic1, Own1, Failover));
        (await Client.IpsAsync(Nic1)).ShouldContain(Failover);
        (await ConsumersAsync(Failover)).ShouldBeEmpty();
        Time.Advance(TimeSpan.FromSeconds(20));
        await DoneAsync(Client.SetIpsAsync(Nic1, Own1));
        (await ConsumersAsync(Failover)).ShouldBeEmpty();
        Time.Advance(TimeSpan.FromSeconds(8));
        (await ConsumersAsync(Failover)).ShouldBe([N1]);
        Time.Advance(TimeSpan.FromSeconds(22));
        (await ConsumersAsync(Failover)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_reserved_block_shows_when_its_request_is_done_and_its_addresses_can_be_used()
    {
        var answer = (await Client.SendAsync("POST", "ipblocks", """{"properties":{"name":"new","location":"de/fra","size":2}}""")).ShouldBe(HttpStatusCode.Accepted);
        var id = answer.Body.GetProperty("id").GetString()!;
        answer.Properties.TryGetProperty("ips", out _).ShouldBeFalse();
        (await BlocksAsync()).ShouldBe([Block]);
        (await Client.GetAsync($"ipblocks/{id}")).ShouldRefuse(404, "309", "Resource does not exist");
        Time.Advance(Duration);
        (await BlocksAsync()).ShouldBe([Block, id]);
        var block = (await Client.GetAsync($"ipblocks/{id}")).Properties;
        block.GetProperty("name").GetString().ShouldBe("new");
        block.GetProperty("size").GetInt32().ShouldBe(2);
        block.GetProperty("location").GetString().ShouldBe("de/fra");
        var ips = block.GetProperty("ips").Texts();
        ips.Distinct().Count().ShouldBe(2);
        await DoneAsync(Client.SetIpsAsync(Nic1, Own1, ips[1]));
    }

    [Theory]
    [InlineData("""{"properties":{"location":"de/fra"}}""", "422", "[(root).properties.size] Attribute is required")]
    [InlineData("""{"properties":{"size":1}}""", "422", "[(root).properties.location] Attribute is required")]
    [InlineData("""{"properties":{"size":0,"location":"de/fra"}}""", "422", "'0' is not between 1 and 256")]
    [InlineData("""{"properties":{"size":1.5,"location":"de/fra"}}""", "422", "must be a whole number")]
    [InlineData("""{"properties":{"size":1,"location":"mars"}}""", "422", "'mars' is not a location")]
    [InlineData("""{"properties":{"size":1,"location":"de/fra","ips":["198.51.100.9"]}}""", "105", "[(root).properties.ips] Attribute is read-only")]
    [InlineData("""{"size":1,"location":"de/fra"}""", "422", "[(root).properties] Attribute is required")]
    public async Task A_reservation_that_cannot_be_is_refused(string body, string code, string words) =>
        (await Client.SendAsync("POST", "ipblocks", body)).ShouldRefuse(422, code, words);

    [Fact]
    public async Task A_block_in_use_cannot_be_released()
    {
        await DoneAsync(Client.SetIpsAsync(Nic1, Own1, Failover));
        (await Client.SendAsync("DELETE", $"ipblocks/{Block}")).ShouldRefuse(422, "422", $"IP '{Failover}' is assigned to NIC '{N1}'");
        await DoneAsync(Client.SetIpsAsync(Nic1, Own1));
        var answer = await DoneAsync(Client.SendAsync("DELETE", $"ipblocks/{Block}"));
        answer.Text.ShouldBeEmpty();
        (await BlocksAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_block_that_is_being_released_gives_no_address_away()
    {
        (await Client.SendAsync("DELETE", $"ipblocks/{Block}")).ShouldBe(HttpStatusCode.Accepted);
        (await Client.StateAsync($"ipblocks/{Block}")).ShouldBe("BUSY");
        (await Client.SetIpsAsync(Nic1, Own1, Failover)).ShouldRefuse(422, "422", "is not part of a reserved IP block");
    }

    [Fact]
    public async Task A_block_can_be_renamed_and_nothing_else()
    {
        await DoneAsync(Client.PatchAsync($"ipblocks/{Block}", """{"name":"vip","location":"de/fra","size":1}"""));
        (await Client.GetAsync($"ipblocks/{Block}")).Properties.GetProperty("name").GetString().ShouldBe("vip");
        (await Client.PatchAsync($"ipblocks/{Block}", """{"location":"us/las"}""")).ShouldRefuse(422, "105", "location");
        (await Client.PatchAsync($"ipblocks/{Block}", """{"size":2}""")).ShouldRefuse(422, "105", "size");
        (await Client.PatchAsync($"ipblocks/{Block}", """{"ips":[]}""")).ShouldRefuse(422, "105", "ips");
        await DoneAsync(Client.SendAsync("PUT", $"ipblocks/{Block}", """{"properties":{"name":"again","location":"de/fra","size":1}}"""));
        (await Client.GetAsync($"ipblocks/{Block}")).Properties.GetProperty("name").GetString().ShouldBe("again");
    }

    [Fact]
    public async Task Addresses_moved_behind_the_APIs_back_show_at_once()
    {
        Cloud.Move(Failover, N1);
        (await ConsumersAsync(Failover)).ShouldBe([N1]);
        Cloud.Move(Failover, $"{S2}/{N2}");
        (await Client.IpsAsync(Nic1)).ShouldBe([Own1]);
        (await Client.IpsAsync(Nic2)).ShouldBe([Own2, Failover]);
        Cloud.Changes.Select(c => (c.Address, string.Join(',', c.From), string.Join(',', c.To), c.Request))
            .ShouldBe([(Failover, "", $"{S1}/{N1}", null), (Failover, $"{S1}/{N1}", $"{S2}/{N2}", null)]);
        Should.Throw<ArgumentException>(() => Cloud.Move("198.51.100.8", N1));
        Should.Throw<ArgumentException>(() => Cloud.Move(Failover, S1)).Message.ShouldContain("there is no NIC");
        Cloud.HoldersOf(Failover).ShouldBe([$"{S2}/{N2}"]);
    }

    [Fact]
    public async Task The_control_path_tells_and_moves()
    {
        using var control = new HttpClient { BaseAddress = Simulator.BaseAddress };
        using var put = await control.PutAsync("_simulator/routes", new StringContent($$"""{"address":"{{Failover}}","nic":"{{S2}}/{{N2}}"}"""));
        put.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        using var routes = JsonDocument.Parse(await control.GetStringAsync("_simulator/routes"));
        routes.RootElement.GetProperty(Failover).Texts().ShouldBe([$"{S2}/{N2}"]);
        using var wrong = await control.PutAsync("_simulator/routes", new StringContent("""{"address":"198.51.100.8","nic":null}"""));
        wrong.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        Simulator.Requests.Count.ShouldBe(0);
    }
}
