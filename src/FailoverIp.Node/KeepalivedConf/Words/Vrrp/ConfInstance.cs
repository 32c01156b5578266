using System.Net;
using System.Net.Sockets;

namespace FailoverIp.Node;

/// <summary>A <c>vrrp_instance</c> as it was read; what was not given is null.</summary>
/// <param name="name">Its name.</param>
/// <param name="at">Where it begins.</param>
internal sealed class ConfInstance(string name, NodeLocation at)
{
    public string Name => name;

    public NodeLocation At => at;

    /// <summary>The family that the first address of any kind has given it.</summary>
    public AddressFamily? Family { get; set; }

    public int Version { get; set; }

    public Given<ConfInterface>? Interface { get; set; }

    public Given<string>? Vrf { get; set; }

    public Given<long>? VirtualRouterId { get; set; }

    public Given<long>? Priority { get; set; }

    /// <summary>Whether the wanted state is MASTER; null where none was given.</summary>
    public Given<bool>? WantsMaster { get; set; }

    /// <summary>In microseconds.</summary>
    public Given<long>? AdvertInterval { get; set; }

    public Given<bool>? NoPreempt { get; set; }

    public Given<TimeSpan>? PreemptDelay { get; set; }

    public Given<int>? DownTimerAdverts { get; set; }

    public Given<bool>? IsStrict { get; set; }

    public Given<bool>? Accept { get; set; }

    public Given<bool>? LowerPriorityNoAdvert { get; set; }

    public Given<bool>? HigherPrioritySendAdvert { get; set; }

    public Given<bool>? OwnerIgnoresAdverts { get; set; }

    public Given<bool>? ChecksumAsVersion2 { get; set; }

    public Given<IPAddress>? Source { get; set; }

    public Given<IPAddress>? Group { get; set; }

    public Given<long>? UnicastTtl { get; set; }

    /// <summary>Some word about unicast was there.</summary>
    public NodeLocation? UnicastAt { get; set; }

    public bool FaultWithoutPeers { get; set; }

    public Given<bool>? ChecksUnicastSource { get; set; }

    public List<Given<ConfPeer>> Peers { get; } = [];

    public ConfVirtualLink? VirtualLink { get; set; }

    public Given<bool>? UseVmacAddr { get; set; }

    public Given<bool>? TransmitsOnBase { get; set; }

    public ConfAuthentication Authentication { get; } = new();

    public List<Given<ConfVirtualAddress>> Addresses { get; } = [];

    public List<Given<ConfVirtualAddress>> Excluded { get; } = [];

    public List<Given<ConfRoute>> Routes { get; } = [];

    public List<Given<ConfRule>> Rules { get; } = [];

    public Given<bool>? PromoteSecondaries { get; set; }

    public Given<bool>? DontTrackPrimary { get; set; }

    public ConfTracked Tracked { get; } = new();

    public ConfGarp Garp { get; } = new();

    public ConfNotify Notify { get; } = new();

    public ConfSyncGroup? SyncGroup { get; set; }

    public bool IsUnicast => Peers.Count > 0 && UnicastAt is not null;

    public bool IsOwner => Priority?.Value == 255;
}

/// <summary>A unicast peer.</summary>
internal sealed record ConfPeer(IPAddress Address, long? MinTtl, long? MaxTtl);

/// <summary>A macvlan or ipvlan of an instance.</summary>
internal sealed class ConfVirtualLink(bool isIpvlan, NodeLocation at)
{
    public bool IsIpvlan => isIpvlan;

    public NodeLocation At => at;

    public string? Name { get; set; }

    /// <summary>Six bytes, or five where the VRID is the last.</summary>
    public byte[]? Mac { get; set; }

    public IPAddress? Address { get; set; }
}

/// <summary>The authentication of an instance.</summary>
internal sealed class ConfAuthentication
{
    /// <summary>PASS or AH.</summary>
    public Given<string>? Type { get; set; }

    public Given<string>? Password { get; set; }

    public ConfHmac? Hmac { get; set; }
}

/// <summary>A <c>vrrp_sync_group</c>.</summary>
internal sealed class ConfSyncGroup(string name, NodeLocation at)
{
    public string Name => name;

    public NodeLocation At => at;

    /// <summary>The names of its block <c>group</c>; null where there was none.</summary>
    public List<Given<string>>? Names { get; set; }

    public List<ConfInstance> Members { get; } = [];

    /// <summary>Whether members may track with weights of their own.</summary>
    public bool KeepsWeights { get; set; }

    public ConfTracked Tracked { get; } = new();

    public ConfNotify Notify { get; } = new();
}
