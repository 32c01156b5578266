using System.Text.Json;
using System.Text.Json.Nodes;
using FailoverIp.Vrrp;

namespace FailoverIp.Node.Tests;

public class StatusJsonTests
{
    [Fact]
    public async Task The_status_is_the_document_that_is_promised()
    {
        await using var node = await TestNode.StartAsync();
        node.Engine.Move("VI_1", VrrpState.Backup);
        node.Engine.Move("VI_1", VrrpState.Fault);
        node.Engine.Move("VI_1", VrrpState.Active);
        await node.UntilAsync(() => node.Web.State == RouteKeeperState.Routed);
        node.Time.Advance(TimeSpan.FromSeconds(30) - node.Time.Elapsed);

        var json = JsonNode.Parse(node.Node.GetStatus().ToJson())!;

        json["version"]!.GetValue<string>().ShouldMatch(@"^\d+\.\d+\.\d+[-.\w]*$");
        json["version"] = "…";
        json["addresses"]![0]!["lastVerified"]!.GetValue<string>().ShouldEndWith("Z");
        json["addresses"]![0]!["lastVerified"]!.GetValue<DateTimeOffset>().ShouldBeLessThanOrEqualTo(node.Time.GetUtcNow());
        json["addresses"]![0]!["lastVerified"] = "…";
        JsonArray events = json["events"]!.AsArray();
        JsonNode.DeepEquals(events[^1], JsonNode.Parse("""
            { "at": "2026-01-01T00:00:00Z", "kind": "Vrrp", "subject": "VI_1", "what": "Initialize → Backup", "reason": "the Active router is silent", "isProblem": false }
            """)).ShouldBeTrue(events.ToJsonString());
        events.Single(e => e!["isProblem"]!.GetValue<bool>())!["what"]!.GetValue<string>().ShouldBe("Backup → Fault");
        json.AsObject().Remove("events");
        var expected = JsonNode.Parse("""
            { "node": "s1", "version": "…", "uptimeSeconds": 30,
              "instances": [ { "name": "VI_1", "interface": "eth1", "family": "IPv4", "version": 2, "virtualRouterId": 101, "state": "Active", "since": "2026-01-01T00:00:00Z",
                  "priority": 255, "effectivePriority": 255, "activeRouter": "10.132.0.10", "addresses": [ "10.132.0.100/32" ], "epoch": 3,
                  "sent": 4711, "received": 12, "discarded": { "badAuthentication": 0, "badChecksum": 0, "badCount": 0, "badInterval": 0, "badLength": 0, "badTtl": 0,
                    "badType": 0, "badVersion": 0, "ownPacket": 0, "unknownSource": 0 }, "reason": "the Active router is silent",
                  "transitions": [ { "at": "2026-01-01T00:00:00Z", "from": "Fault", "to": "Active", "epoch": 3, "reason": "the Active router is silent" },
                    { "at": "2026-01-01T00:00:00Z", "from": "Backup", "to": "Fault", "epoch": 2, "reason": "the Active router is silent" },
                    { "at": "2026-01-01T00:00:00Z", "from": "Initialize", "to": "Backup", "epoch": 1, "reason": "the Active router is silent" } ] } ],
              "addresses": [ { "name": "web", "address": "203.0.113.10/32", "provider": "fake", "target": "v1", "owner": "v1",
                  "state": "Routed", "lastVerified": "…", "lastError": null, "epoch": 3 },
                { "name": "free", "address": "203.0.113.11/32", "provider": "fake", "target": "v1", "owner": null,
                  "state": "Idle", "lastVerified": null, "lastError": null, "epoch": 0 } ],
              "virtualServers": [] }
            """)!;
        JsonNode.DeepEquals(json, expected).ShouldBeTrue(json.ToJsonString());
    }

    [Fact]
    public async Task Packets_of_others_are_counted_once_there_were_some()
    {
        await using var node = await TestNode.StartAsync();
        JsonNode.Parse(node.Node.GetStatus().ToJson())!.AsObject().ContainsKey("ignored").ShouldBeFalse();

        node.Engine.Counters = new(3, 2);

        JsonNode.DeepEquals(JsonNode.Parse(node.Node.GetStatus().ToJson())!["ignored"], JsonNode.Parse("""{ "unknownVirtualRouterIds": 3, "carp": 2 }""")).ShouldBeTrue();
    }

    [Fact]
    public async Task A_failure_is_one_line_of_text()
    {
        await using var node = await TestNode.StartAsync();
        node.Provider.Fails = new FailoverIpException(FailoverErrorKind.NotFound, "no such server");
        node.Engine.Move("VI_1", VrrpState.Active);
        await node.UntilAsync(() => node.Web.State == RouteKeeperState.Failing);

        var address = JsonNode.Parse(node.Node.GetStatus().ToJson())!["addresses"]![0]!;

        (address["state"]!.GetValue<string>(), address["lastError"]!.GetValue<string>()).ShouldBe(("Failing", "no such server"));
    }

    [Fact]
    public async Task A_status_survives_the_way_over_the_socket()
    {
        await using var node = await TestNode.StartAsync();
        node.Engine.Move("VI_1", VrrpState.Active);
        var json = node.Node.GetStatus().ToJson();

        NodeStatus.FromJson(json).ToJson().ShouldBe(json);
        json.ShouldNotContain("\n");
        Should.Throw<JsonException>(() => NodeStatus.FromJson("{}"));
        Should.Throw<JsonException>(() => NodeStatus.FromJson("null"));
    }
}
