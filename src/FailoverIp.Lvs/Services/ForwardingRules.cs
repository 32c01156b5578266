using System.Net;
using System.Net.Sockets;
using FailoverIp.Vrrp.Ipvs;

namespace FailoverIp.Lvs;

/// <summary>What goes with which forwarding method.</summary>
internal static class ForwardingRules
{
    /// <param name="method">The method at this place.</param>
    /// <param name="tunnel">The tunnel at this place.</param>
    /// <param name="at">The place.</param>
    /// <param name="problems">Gets what is wrong.</param>
    public static void Check(IpvsForwarding method, IpvsTunnel? tunnel, OptionPath at, ProblemList problems)
    {
        if (method is not (IpvsForwarding.Masquerade or IpvsForwarding.DirectRoute or IpvsForwarding.Tunnel))
            problems.Error(at["Method"], $"{method} is not to be chosen; NAT, DR and TUN are");
        if (tunnel is null)
            return;
        if (method != IpvsForwarding.Tunnel)
            problems.Error(at["Tunnel"], "it goes with the method TUN only");
        if (tunnel.Type == IpvsTunnelType.Gue && tunnel.Port == 0)
            problems.Error(at["Tunnel:Port"], "a GUE tunnel has a UDP port, 1 to 65535");
        if (tunnel.Type != IpvsTunnelType.Gue && tunnel.Port != 0)
            problems.Error(at["Tunnel:Port"], "only a GUE tunnel has a port");
        if (tunnel.Type == IpvsTunnelType.IpIp && tunnel.Checksum != IpvsTunnelChecksum.None)
            problems.Error(at["Tunnel:Checksum"], "IP in IP has no checksums; GUE and GRE have");
        if (tunnel.Type == IpvsTunnelType.Gre && tunnel.Checksum == IpvsTunnelChecksum.RemoteChecksum)
            problems.Error(at["Tunnel:Checksum"], "remote checksum offload is for GUE only");
    }

    /// <summary>What a destination's address must be, given how packets reach it.</summary>
    public static void CheckAddress(VirtualServerOptions o, IPEndPoint address, IpvsForwarding method, OptionPath option, ProblemList problems)
    {
        if (address.AddressFamily != o.Key.Family && method != IpvsForwarding.Tunnel)
            problems.Error(option, $"{address} is not of the service's address family ({(o.Key.Family == AddressFamily.InterNetworkV6 ? "IPv6" : "IPv4")}); only TUN may mix them");
        if (IsNoHost(address.Address))
            problems.Error(option, $"{address.Address} is no address of a host");
        else if (address.Address.IsIPv6LinkLocal || address.Address is { AddressFamily: AddressFamily.InterNetworkV6, ScopeId: not 0 })
            problems.Error(option, $"{address.Address} holds on one link only; the kernel knows real servers by addresses that hold everywhere");
        if (method == IpvsForwarding.Masquerade)
        {
            if (address.Port == 0 && o.Key.Address is { Port: not 0 })
                problems.Error(option, $"{address.Address} has no port; the service has one ({o.Key.Address.Port}), and NAT needs to know which port that becomes");
            return;
        }
        if (o.Key.Address is { } service)
        {
            if (address.Port != service.Port)
                problems.Error(option, $"{address} has another port than the service ({service.Port}); with DR and TUN packets arrive as they are, only NAT can change the port");
        }
        else if (address.Port != 0)
        {
            problems.Error(option, $"{address} has a port; with a firewall mark and DR or TUN it is 0, and checks name theirs (ConnectPort)");
        }
    }

    private static bool IsNoHost(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        return address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any) || address.IsIPv6Multicast
            || (address.AddressFamily == AddressFamily.InterNetwork && address.TryWriteBytes(bytes, out _) && bytes[0] >= 224);
    }
}
