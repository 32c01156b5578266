using System.Net;
using static FailoverIp.Simulation.Tests.CloudClient;

namespace FailoverIp.Simulation.Tests;

public sealed class LanTests : CloudTest
{
    private async Task<(string, string)[]> GroupsAsync() =>
        [.. (await Client.GetAsync(Lan)).Properties.GetProperty("ipFailover").EnumerateArray().Select(f => (f.GetProperty("ip").GetString()!, f.GetProperty("nicUuid").GetString()!))];

    private async Task SetUpAsync()
    {
        await DoneAsync(Client.SetIpsAsync(Nic1, Own1, Failover));
        await DoneAsync(Client.SetGroupsAsync((Failover, N1)));
        await DoneAsync(Client.SetIpsAsync(Nic2, Own2, Failover));
    }

    [Fact]
    public async Task A_group_is_set_up_in_the_documented_order_and_taken_down_in_the_reverse()
    {
        await SetUpAsync();
        Cloud.HoldersOf(Failover).ShouldBe([$"{S1}/{N1}", $"{S2}/{N2}"]);
        (await GroupsAsync()).ShouldBe([(Failover, N1)]);

        await DoneAsync(Client.SetIpsAsync(Nic2, Own2));
        await DoneAsync(Client.SetGroupsAsync());
        await DoneAsync(Client.SetIpsAsync(Nic1, Own1));
        (await GroupsAsync()).ShouldBeEmpty();
        Cloud.HoldersOf(Failover).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_group_cannot_be_removed_while_a_slave_has_the_address()
    {
        await SetUpAsync();
        (await Client.SetGroupsAsync()).ShouldRefuse(422, "184", $"[(root).properties.ipFailover] Failover IP '{Failover}' found in Slave NIC '{N2}'. IP failover settings cannot be deleted.");
        (await Client.SendAsync("PUT", Lan, """{"properties":{"public":true}}""")).ShouldRefuse(422, "184", N2);
    }

    [Fact]
    public async Task The_master_can_be_another_member()
    {
        await SetUpAsync();
        await DoneAsync(Client.SetGroupsAsync((Failover, N2)));
        (await GroupsAsync()).ShouldBe([(Failover, N2)]);
        await DoneAsync(Client.SetIpsAsync(Nic1, Own1));
        (await Client.SetGroupsAsync((Failover, N1))).ShouldRefuse(422, "422", $"Failover IP '{Failover}' is not assigned to NIC '{N1}'");
    }

    [Fact]
    public async Task The_master_can_neither_give_the_address_away_nor_leave_the_LAN()
    {
        await SetUpAsync();
        (await Client.SetIpsAsync(Nic1, Own1)).ShouldRefuse(422, "422", $"cannot be removed from its master NIC '{N1}'");
        (await Client.PatchAsync(Nic1, """{"ips":[]}""")).ShouldRefuse(422, "422", $"cannot be removed from its master NIC '{N1}'");
        (await Client.PatchAsync(Nic1, """{"lan":2,"ips":[]}""")).ShouldRefuse(422, "422", "is the master of the failover group");
        (await Client.PatchAsync(Nic2, """{"lan":2,"ips":["198.51.100.7"]}""")).ShouldRefuse(422, "422", "LAN 2 is private");
        (await Client.PatchAsync(Nic1, """{"name":"still the master"}""")).ShouldBe(HttpStatusCode.Accepted);
    }

    [Fact]
    public async Task A_group_needs_a_NIC_of_the_LAN_that_has_the_reserved_address()
    {
        (await Client.SetGroupsAsync((Failover, N1))).ShouldRefuse(422, "422", $"Failover IP '{Failover}' is not assigned to NIC '{N1}'");
        (await Client.SetGroupsAsync((Failover, S1))).ShouldRefuse(422, "422", $"NIC '{S1}' is not on LAN 1");
        (await Client.SetGroupsAsync((Own1, N1))).ShouldRefuse(422, "422", $"'{Own1}' is not part of a reserved IP block");
        (await Client.SetGroupsAsync(("web", N1))).ShouldRefuse(422, "422", "'web' is not an IPv4 address");
        await DoneAsync(Client.SetIpsAsync(Nic1, Own1, Failover));
        (await Client.SetGroupsAsync((Failover, N1), (Failover, N1))).ShouldRefuse(422, "422", "is in the list twice");
    }

    [Fact]
    public async Task A_second_member_before_the_group_is_refused()
    {
        await DoneAsync(Client.SetIpsAsync(Nic1, Own1, Failover));
        (await Client.SetIpsAsync(Nic2, Own2, Failover)).ShouldRefuse(422, "422", $"already used by NIC '{N1}'");
    }

    [Fact]
    public async Task A_group_of_another_LAN_does_not_help()
    {
        await SetUpAsync();
        Cloud.Update(s => s.WithLan(Datacenter, new(3) { Public = true }));
        await DoneAsync(Client.SetIpsAsync(Nic2, Own2));
        (await Client.PatchAsync(Nic2, """{"lan":3,"ips":["203.0.113.22","198.51.100.7"]}""")).ShouldRefuse(422, "422", $"already used by NIC '{N1}'");
    }

    [Fact]
    public async Task A_private_LAN_refuses_a_group()
    {
        Cloud.Update(s => s.WithLan(Datacenter, new(1)));
        (await Client.SetGroupsAsync((Failover, N1))).ShouldRefuse(422, "422", "IP failover needs a public LAN, LAN 1 is private");
    }

    [Fact]
    public async Task A_LAN_with_NICs_stays_public_or_private()
    {
        (await Client.PatchAsync(Lan, """{"public":false}""")).ShouldRefuse(422, "422", "[(root).properties.public]");
        Cloud.Update(s => s.WithLan(Datacenter, new(4)));
        await DoneAsync(Client.PatchAsync($"datacenters/{Datacenter}/lans/4", """{"public":true,"name":"outside"}"""));
        var lan = (await Client.GetAsync($"datacenters/{Datacenter}/lans/4")).Properties;
        lan.GetProperty("public").GetBoolean().ShouldBeTrue();
        lan.GetProperty("name").GetString().ShouldBe("outside");
    }

    [Theory]
    [InlineData("""{"ipFailover":[],"ipv4CidrBlock":null}""", "105", "[(root).properties.ipv4CidrBlock] Attribute is read-only")]
    [InlineData("""{"ipFailover":null}""", "422", "must be an array")]
    [InlineData("""{"ipFailover":[{"ip":"198.51.100.7"}]}""", "422", "item of the wrong kind")]
    [InlineData("""{"public":"true"}""", "422", "must be true or false")]
    [InlineData("""{"ipfailover":[]}""", "422", "[(root).properties.ipfailover] Attribute is unknown")]
    public async Task A_body_that_cannot_be_is_refused(string body, string code, string words) => (await Client.PatchAsync(Lan, body)).ShouldRefuse(422, code, words);

    [Fact]
    public async Task All_properties_sent_back_are_refused_as_the_real_service_does()
    {
        var properties = (await Client.GetAsync(Lan)).Properties.GetRawText();
        (await Client.PatchAsync(Lan, properties)).ShouldRefuse(422, "105", "ipv4CidrBlock");
    }
}
