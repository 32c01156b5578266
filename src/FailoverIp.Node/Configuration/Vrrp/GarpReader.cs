using System.Collections.Immutable;
using FailoverIp.Vrrp;

namespace FailoverIp.Node;

/// <summary>Reads how addresses are announced: of an instance, of all of them, and of interfaces that share a switch.</summary>
internal static class GarpReader
{
    /// <summary>A section Garp; what it does not say is as in <paramref name="defaults"/>.</summary>
    public static AnnouncementOptions Read(ConfigurationNode? node, AnnouncementOptions defaults, ValueReader values) => node is null ? defaults : new()
    {
        Repeat = values.Integer(node["Repeat"]) ?? defaults.Repeat,
        Delay = values.Time(node["Delay"]) ?? defaults.Delay,
        Refresh = values.Time(node["Refresh"]) ?? defaults.Refresh,
        RefreshRepeat = values.Integer(node["RefreshRepeat"]) ?? defaults.RefreshRepeat,
        ExtraInterval = values.Time(node["ExtraInterval"]) ?? defaults.ExtraInterval,
        LowerPriorityRepeat = values.Integer(node["LowerPriorityRepeat"]) ?? defaults.LowerPriorityRepeat,
        LowerPriorityDelay = values.Time(node["LowerPriorityDelay"]) ?? defaults.LowerPriorityDelay,
        ArpInterval = values.Time(node["Interval"]) ?? defaults.ArpInterval,
        NeighbourInterval = values.Time(node["NeighbourInterval"]) ?? defaults.NeighbourInterval,
    };

    /// <summary>The section Vrrp.GarpGroups.</summary>
    public static ImmutableArray<AnnouncementGroupOptions> Groups(ConfigurationNode? groups, ValueReader values) =>
    [
        .. (groups?.Children ?? []).Select(g => new AnnouncementGroupOptions(g.Key, [.. (g.Value["Interfaces"]?.Children ?? []).Select(i => values.Text(i.Value)).OfType<string>()])
        {
            ArpInterval = values.Time(g.Value["Interval"]) ?? TimeSpan.Zero,
            NeighbourInterval = values.Time(g.Value["NeighbourInterval"]) ?? TimeSpan.Zero,
        }),
    ];
}
