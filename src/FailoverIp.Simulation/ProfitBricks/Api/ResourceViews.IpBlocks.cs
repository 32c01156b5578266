using System.Text.Json.Nodes;

namespace FailoverIp.Simulation;

internal sealed partial class ResourceViews
{
    public ResourceView IpBlock(ProfitBricksIpBlock block, bool isReserved = true) => new("ipblock", block.Id, $"ipblocks/{block.Id}")
    {
        Properties = () =>
        {
            var properties = Named(block.Name, new() { ["location"] = block.Location, ["size"] = block.Ips.Length });
            // Which addresses they are shows once they are reserved.
            if (!isReserved)
                return properties;
            properties["ips"] = Texts(block.Ips);
            properties["ipConsumers"] = Consumers(block);
            return properties;
        },
    };

    private JsonArray Consumers(ProfitBricksIpBlock block)
    {
        var state = cloud.ConsumersState;
        return new([.. block.Ips.SelectMany(ip => state.HoldersOf(ip).Select(p => new JsonObject
        {
            ["ip"] = ip,
            ["mac"] = p.Nic.Mac,
            ["nicId"] = p.Nic.Id,
            ["serverId"] = p.Server.Id,
            ["serverName"] = p.Server.Name,
            ["datacenterId"] = p.Datacenter.Id,
            ["datacenterName"] = p.Datacenter.Name,
        }))]);
    }
}
