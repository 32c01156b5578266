using System.Net;
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
    public static string Of(IpvsServiceKey key) => key.Address is { } address ? Of(address, Word(key.Protocol)) : $"FWM {key.FirewallMark}";

    /// <summary>A real server of it: <c>[192.0.2.1]:tcp:80</c>; one behind a firewall mark, which is of all protocols, <c>[192.0.2.1]:none:80</c>.</summary>
    public static string Of(IPEndPoint realServer, IpvsServiceKey key) => Of(realServer, key.Address is null ? "none" : Word(key.Protocol));

    private static string Of(IPEndPoint address, string protocol) => $"[{address.Address}]:{protocol}:{address.Port}";

    private static string Word(IpvsProtocol protocol) => protocol switch { IpvsProtocol.Udp => "udp", IpvsProtocol.Sctp => "sctp", _ => "tcp" };
}
