using System.Net;
using static FailoverIp.Simulation.Tests.CloudClient;

namespace FailoverIp.Simulation.Tests;

public sealed class NicTests : CloudTest
{
    [Fact]
    public async Task A_list_of_addresses_is_replaced_as_a_whole_when_the_request_is_done()
    {
        var answer = (await Client.SetIpsAsync(Nic1, Own1, Failover)).ShouldBe(HttpStatusCode.Accepted);
        answer.Properties.GetProperty("ips").Texts().ShouldBe([Own1, Failover]);
        answer.Body.GetProperty("metadata").GetProperty("state").GetString().ShouldBe("BUSY");
        (await Client.IpsAsync(Nic1)).ShouldBe([Own1]);
        Time.Advance(Duration - TimeSpan.FromTicks(1));
        (await Client.IpsAsync(Nic1)).ShouldBe([Own1]);
        Time.Advance(TimeSpan.FromTicks(1));
        (await Client.IpsAsync(Nic1)).ShouldBe([Own1, Failover]);
        Cloud.HoldersOf(Failover).ShouldBe([$"{S1}/{N1}"]);

        await DoneAsync(Client.SetIpsAsync(Nic1, Failover));
        (await Client.IpsAsync(Nic1)).ShouldBe([Failover]);
    }

    [Theory]
    [InlineData("""{"ips":[]}""")]
    [InlineData("""{"ips":null,"lan":1}""")]
    public async Task An_empty_list_is_answered_with_a_new_address(string body)
    {
        await DoneAsync(Client.SetIpsAsync(Nic1, Own1, Failover));
        var answer = await DoneAsync(Client.PatchAsync(Nic1, body));
        var ip = (await Client.IpsAsync(Nic1)).ShouldHaveSingleItem();
        ip.ShouldNotBe(Own1);
        ip.ShouldNotBe(Failover);
        answer.Properties.GetProperty("ips").Texts().ShouldBe([ip]);
        Cloud.HoldersOf(Failover).ShouldBeEmpty();

        await DoneAsync(Client.PatchAsync(Nic2, body));
        (await Client.IpsAsync(Nic2)).ShouldHaveSingleItem().ShouldNotBe(ip);
    }

    [Fact]
    public async Task What_a_PATCH_leaves_out_stays_and_a_PUT_replaces_all()
    {
        await DoneAsync(Client.PatchAsync(Nic1, """{"name":"a","firewallActive":true,"firewallType":"BIDIRECTIONAL","dhcp":false}"""));
        await DoneAsync(Client.PatchAsync(Nic1, """{"name":"b"}"""));
        var nic = (await Client.GetAsync(Nic1)).Properties;
        nic.GetProperty("name").GetString().ShouldBe("b");
        nic.GetProperty("firewallActive").GetBoolean().ShouldBeTrue();
        nic.GetProperty("firewallType").GetString().ShouldBe("BIDIRECTIONAL");
        nic.GetProperty("dhcp").GetBoolean().ShouldBeFalse();
        nic.GetProperty("ips").Texts().ShouldBe([Own1]);

        await DoneAsync(Client.SendAsync("PUT", Nic1, """{"properties":{"lan":1}}"""));
        nic = (await Client.GetAsync(Nic1)).Properties;
        nic.TryGetProperty("name", out _).ShouldBeFalse();
        nic.GetProperty("dhcp").GetBoolean().ShouldBeTrue();
        nic.GetProperty("firewallActive").GetBoolean().ShouldBeFalse();
        nic.GetProperty("ips").Texts().ShouldHaveSingleItem().ShouldNotBe(Own1);
    }

    [Fact]
    public async Task An_address_of_no_block_is_refused()
    {
        (await Client.SetIpsAsync(Nic1, Own1, "198.51.100.8")).ShouldRefuse(422, "422", "IP '198.51.100.8' is not part of a reserved IP block");
        (await Client.SetIpsAsync(Nic1, Own2)).ShouldRefuse(422, "422", $"IP '{Own2}' is not part of a reserved IP block");
        Cloud.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_address_that_was_assigned_automatically_is_lost_when_a_list_leaves_it_out()
    {
        await DoneAsync(Client.SetIpsAsync(Nic1, Failover));
        (await Client.SetIpsAsync(Nic1, Own1, Failover)).ShouldRefuse(422, "422", Own1);
    }

    [Fact]
    public async Task An_address_of_another_location_or_contract_is_refused()
    {
        Cloud.Update(s => s with
        {
            User = s.User with { Contracts = [31900000, 31900001] },
            IpBlocks = [.. s.IpBlocks, new(Guid.NewGuid().ToString(), "us/las") { Ips = ["198.51.100.20"] }, new(Guid.NewGuid().ToString(), "de/fra") { Contract = 31900001, Ips = ["198.51.100.30"] }],
        });
        Client.Http.DefaultRequestHeaders.Add("X-Contract-Number", "31900000");
        (await Client.SetIpsAsync(Nic1, "198.51.100.20")).ShouldRefuse(422, "422", "belongs to an IP block in 'us/las', the data center is in 'de/fra'");
        (await Client.SetIpsAsync(Nic1, "198.51.100.30")).ShouldRefuse(422, "422", "is not part of a reserved IP block of the contract");
    }

    [Fact]
    public async Task An_address_of_another_NIC_is_refused_until_it_has_left_it()
    {
        await DoneAsync(Client.SetIpsAsync(Nic1, Own1, Failover));
        (await Client.SetIpsAsync(Nic2, Own2, Failover)).ShouldRefuse(422, "422", $"IP '{Failover}' is already used by NIC '{N1}'");
        await DoneAsync(Client.SetIpsAsync(Nic1, Own1));
        await DoneAsync(Client.SetIpsAsync(Nic2, Own2, Failover));
        Cloud.HoldersOf(Failover).ShouldBe([$"{S2}/{N2}"]);
    }

    [Theory]
    [InlineData("""{"ips":["198.51.100.7","198.51.100.7"]}""", "422", "is in the list twice")]
    [InlineData("""{"ips":["198.51.100"]}""", "422", "'198.51.100' is not an IPv4 address")]
    [InlineData("""{"ips":["2001:db8::1"]}""", "422", "is not an IPv4 address")]
    [InlineData("""{"ips":"198.51.100.7"}""", "422", "[(root).properties.ips] Attribute must be an array")]
    [InlineData("""{"ips":[7]}""", "422", "item of the wrong kind")]
    [InlineData("""{"lan":"1"}""", "422", "[(root).properties.lan] Attribute must be a number")]
    [InlineData("""{"lan":0}""", "422", "'0' is not the number of a LAN")]
    [InlineData("""{"dhcp":"true"}""", "422", "[(root).properties.dhcp] Attribute must be true or false")]
    [InlineData("""{"firewallType":"ALL"}""", "422", "'ALL' is not INGRESS")]
    [InlineData("""{"mac":"02:01:00:00:00:09"}""", "105", "[(root).properties.mac] Attribute is read-only")]
    [InlineData("""{"properties":{"ips":[]}}""", "422", "[(root).properties.properties] Attribute is unknown")]
    public async Task A_body_that_cannot_be_is_refused(string body, string code, string words)
    {
        (await Client.PatchAsync(Nic1, body)).ShouldRefuse(422, code, words);
        Cloud.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_body_that_is_no_object_or_no_JSON_is_refused()
    {
        (await Client.PatchAsync(Nic1, "{")).ShouldRefuse(400, "400", "not valid JSON");
        (await Client.PatchAsync(Nic1, "[]")).ShouldRefuse(400, "400", "not an object");
        (await Client.SendAsync("PATCH", Nic1)).ShouldRefuse(415, "415", "application/json");
        (await Client.SendAsync("PUT", Nic1, """{"lan":1}""")).ShouldRefuse(422, "422", "[(root).properties] Attribute is required");
        (await Client.SendAsync("PUT", Nic1, """{"properties":{}}""")).ShouldRefuse(422, "422", "[(root).properties.lan] Attribute is required");
    }

    [Fact]
    public async Task A_LAN_that_is_not_there_is_created_as_a_private_one()
    {
        (await Client.PatchAsync(Nic1, """{"lan":2}""")).ShouldRefuse(422, "422", $"IP '{Own1}' is public, LAN 2 is private");
        await DoneAsync(Client.PatchAsync(Nic1, """{"lan":2,"ips":[]}"""));
        (await Client.GetAsync($"datacenters/{Datacenter}/lans/2")).Properties.GetProperty("public").GetBoolean().ShouldBeFalse();
        (await Client.IpsAsync(Nic1)).ShouldHaveSingleItem().ShouldStartWith("10.");
        await DoneAsync(Client.PatchAsync(Nic1, """{"ips":["10.0.0.200"]}"""));
        (await Client.PatchAsync(Nic2, """{"lan":2,"ips":["10.0.0.200"]}""")).ShouldRefuse(422, "422", "already used");
        await DoneAsync(Client.PatchAsync(Nic2, """{"lan":2,"ips":["192.168.0.1"]}"""));
    }
}
