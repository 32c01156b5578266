using System.Text.Json.Nodes;

namespace FailoverIp.Simulation;

internal sealed partial class ResourceViews
{
    public ResourceView Datacenter(ProfitBricksDatacenter datacenter)
    {
        var path = $"datacenters/{datacenter.Id}";
        return new("datacenter", datacenter.Id, path)
        {
            Properties = () => new JsonObject
            {
                ["name"] = datacenter.Name,
                ["description"] = "",
                ["location"] = datacenter.Location,
                ["version"] = cloud.VersionOf(path),
                ["features"] = new JsonArray("SSD", "MULTIPLE_CPU"),
                ["secAuthProtection"] = false,
            },
            Entities =
            [
                ("servers", $"{path}/servers", () => Servers(datacenter)),
                ("lans", $"{path}/lans", () => Lans(datacenter)),
            ],
        };
    }

    public static IReadOnlyList<ResourceView> Servers(ProfitBricksDatacenter datacenter) => [.. datacenter.Servers.Select(s => Server(datacenter, s))];

    public static ResourceView Server(ProfitBricksDatacenter datacenter, ProfitBricksServer server)
    {
        var path = $"datacenters/{datacenter.Id}/servers/{server.Id}";
        return new("server", server.Id, path)
        {
            Properties = () => new JsonObject
            {
                ["name"] = server.Name,
                ["cores"] = 2,
                ["ram"] = 4096,
                ["availabilityZone"] = "AUTO",
                ["vmState"] = "RUNNING",
                ["cpuFamily"] = "INTEL_SKYLAKE",
                ["type"] = "ENTERPRISE",
            },
            Entities = [("nics", $"{path}/nics", () => Nics(datacenter, server))],
        };
    }

    public static IReadOnlyList<ResourceView> Nics(ProfitBricksDatacenter datacenter, ProfitBricksServer server) => [.. server.Nics.Select(n => Nic(datacenter, server, n))];

    public static ResourceView Nic(ProfitBricksDatacenter datacenter, ProfitBricksServer server, ProfitBricksNic nic) =>
        new("nic", nic.Id, $"datacenters/{datacenter.Id}/servers/{server.Id}/nics/{nic.Id}")
        {
            Properties = () => Named(nic.Name, new()
            {
                ["mac"] = nic.Mac,
                ["ips"] = Texts(nic.Ips),
                ["dhcp"] = nic.Dhcp,
                ["lan"] = nic.Lan,
                ["firewallActive"] = nic.FirewallActive,
                ["firewallType"] = nic.FirewallType,
                ["deviceNumber"] = server.Nics.IndexOf(nic) + 1,
                ["pciSlot"] = server.Nics.IndexOf(nic) + 6,
            }),
        };

    public static IReadOnlyList<ResourceView> Lans(ProfitBricksDatacenter datacenter) => [.. datacenter.Lans.Select(l => Lan(datacenter, l))];

    public static ResourceView Lan(ProfitBricksDatacenter datacenter, ProfitBricksLan lan)
    {
        var path = $"datacenters/{datacenter.Id}/lans/{lan.Id}";
        return new("lan", lan.Id.ToString(), path)
        {
            // ipv4CidrBlock is younger than the document: read-only, and null on a public LAN.
            Properties = () => Named(lan.Name, new()
            {
                ["ipFailover"] = new JsonArray([.. lan.IpFailover.Select(f => new JsonObject { ["ip"] = f.Ip, ["nicUuid"] = f.NicUuid })]),
                ["public"] = lan.Public,
                ["ipv4CidrBlock"] = lan.Public ? null : "10.0.0.0/16",
            }),
            Entities = [("nics", $"{path}/nics", () => NicsOf(datacenter, lan))],
        };
    }

    /// <summary>The NICs on a LAN, each with its path below its server.</summary>
    public static IReadOnlyList<ResourceView> NicsOf(ProfitBricksDatacenter datacenter, ProfitBricksLan lan) =>
        [.. datacenter.Servers.SelectMany(s => Nics(datacenter, s).Where((_, i) => s.Nics[i].Lan == lan.Id))];

    private static JsonObject Named(string? name, JsonObject properties)
    {
        if (!string.IsNullOrEmpty(name))
            properties.Insert(0, "name", name);
        return properties;
    }

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(t => (JsonNode?)t)]);
}
