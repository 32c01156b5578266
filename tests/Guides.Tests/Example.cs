namespace FailoverIp.Guides;

/// <summary>A node where a page needs one that is not its subject.</summary>
internal static class Example
{
    /// <summary>Its failoverip.json: one instance with short intervals.</summary>
    /// <param name="more">More of the section, as pages show it: <c>"Status": { … }</c>.</param>
    public static string Json(params IEnumerable<string> more) => $$"""
        { "FailoverIp": { "Node": "s1", {{string.Concat(more.Select(m => m.Trim() + ",\n"))}} "Vrrp": { "Instances": { "VI_1": { "Interface": "eth1", "VirtualRouterId": 101, "Version": 3,
          "AdvertisementInterval": "00:00:00.1", "VirtualAddresses": [ "10.132.0.100" ] } } } } }

        """;
}
