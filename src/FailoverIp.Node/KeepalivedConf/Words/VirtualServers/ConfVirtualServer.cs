using System.Net.Sockets;

namespace FailoverIp.Node;

/// <summary>A <c>virtual_server</c> as it was read.</summary>
/// <param name="at">Where it begins.</param>
internal sealed class ConfVirtualServer(NodeLocation at)
{
    public NodeLocation At => at;

    public ServerAddress? Address { get; init; }

    /// <summary>The firewall mark; 0 for none.</summary>
    public uint Mark { get; init; }

    /// <summary>The name of its group; null for none.</summary>
    public string? GroupName { get; init; }

    /// <summary>Its group, once everything was read.</summary>
    public ServerGroup? Group { get; set; }

    /// <summary>The family, as far as it is known.</summary>
    public AddressFamily Family { get; set; } = AddressFamily.Unspecified;

    /// <summary>Tcp, Udp or Sctp; null: not given.</summary>
    public Given<string>? Protocol { get; set; }

    public Given<string>? Scheduler { get; set; }

    /// <summary>The scheduler's flags, each once.</summary>
    public List<Given<string>> Flags { get; } = [];

    public Given<bool>? OnePacket { get; set; }

    public ServerForwarding? Forwarding { get; set; }

    public Given<long>? Persistence { get; set; }

    public Given<string>? Granularity { get; set; }

    public Given<string>? Engine { get; set; }

    public Given<long>? Quorum { get; set; }

    public Given<long>? Hysteresis { get; set; }

    /// <summary>The weight of real servers that have none of their own.</summary>
    public Given<long>? Weight { get; set; }

    public Given<bool>? HaSuspend { get; set; }

    public bool InhibitOnFailure { get; set; }

    public Given<ConfCommand>? QuorumUp { get; set; }

    public Given<ConfCommand>? QuorumDown { get; set; }

    public ConfRealServer? Sorry { get; set; }

    public bool IsSorryInhibited { get; set; }

    public List<ConfRealServer> RealServers { get; } = [];

    /// <summary>Keys that are written as they are.</summary>
    public ConfigurationNode Keys { get; } = ConfigurationNode.Detached(NodeKind.Object, at);

    /// <summary>Whether it has an address, its own or those of its group.</summary>
    public bool HasAddresses => GroupName is null ? Mark == 0 : Group is { Addresses.Count: > 0 };

    /// <summary>Whether it has a firewall mark, its own or those of its group.</summary>
    public bool HasMarks => GroupName is null ? Mark != 0 : Group is { Marks.Count: > 0 };

    /// <summary>The name that people know it by.</summary>
    public string Title => Address is { } address ? $"virtual server {address}" : GroupName is not null ? $"virtual server of the group {GroupName}" : $"virtual server of the mark {Mark}";
}
