using FailoverIp.Lvs;
using FailoverIp.Vrrp;
using FailoverIp.Vrrp.Ipvs;

namespace FailoverIp.Node;

/// <summary>keepalived's words for states and servers, as its scripts and FIFOs have them.</summary>
internal static class NotifyWords
{
    public const string Instance = "INSTANCE", Group = "GROUP";

    public const string Stop = "STOP", Deleted = "DELETED", Fault = "FAULT";

    public const string ReceivedLowerPriority = "MASTER_RX_LOWER_PRI";

    public static string Of(VrrpState state) => state switch
    {
        VrrpState.Active => "MASTER",
        VrrpState.Backup => "BACKUP",
        VrrpState.Fault => Fault,
        _ => Stop,
    };

    public static string PriorityOf(VrrpState state) => $"{Of(state)}_PRIORITY";

    /// <summary>A line about an instance or a group, with its end.</summary>
    public static string Line(string kind, string name, string state, int priority) => $"{kind} \"{name}\" {state} {priority}\n";

    /// <summary>A virtual server: <c>[192.0.2.1]:tcp:80</c>, or <c>FWM 5</c>.</summary>
    public static string Of(IpvsServiceKey key) => key.Address is { } address ? Of(address, key.Protocol) : $"FWM {key.FirewallMark}";

    /// <summary>A real server: <c>[192.0.2.1]:tcp:80</c>.</summary>
    public static string Of(System.Net.IPEndPoint address, IpvsProtocol protocol) =>
        $"[{address.Address}]:{protocol switch { IpvsProtocol.Udp => "udp", IpvsProtocol.Sctp => "sctp", _ => "tcp" }}:{address.Port}";
}
