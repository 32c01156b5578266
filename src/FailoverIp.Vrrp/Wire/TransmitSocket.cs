using FailoverIp.Vrrp.Native;
using static FailoverIp.Vrrp.Native.SocketConstants;

namespace FailoverIp.Vrrp.Wire;

/// <summary>A socket that sends whole packets and receives nothing: raw on one interface, for both of VRRP's protocols, or a packet socket for groups on any interface.</summary>
internal sealed class TransmitSocket : IDisposable
{
    private readonly FileDescriptor _fd;

    private TransmitSocket(FileDescriptor fd, string name, bool isLink) => (_fd, Name, IsLink) = (fd, name, isLink);

    public int Number => _fd.Number;

    /// <summary>What it sends on, for people.</summary>
    public string Name { get; }

    /// <summary>Whether it takes link-layer addresses.</summary>
    public bool IsLink { get; }

    /// <summary>Where the last packet could not be sent to: one peer that cannot be reached says nothing about the others.</summary>
    public HashSet<(int InterfaceIndex, UInt128 Destination)> Failing { get; } = [];

    /// <summary>The first and the last packet in an <see cref="AdvertBatch"/>; −1 for none.</summary>
    public int First { get; set; } = -1;

    public int Last { get; set; } = -1;

    /// <summary>A raw socket on an interface. Protocol 255 includes the IP header and hears only packets of that protocol, of which there are none.</summary>
    /// <exception cref="VrrpException">The kernel refuses, in its words.</exception>
    public static TransmitSocket Raw(int interfaceIndex, string interfaceName, bool isIPv6)
    {
        var fd = RawSocket.Open(isIPv6 ? AF_INET6 : AF_INET, SOCK_RAW, IPPROTO_RAW, "raw socket for VRRP");
        try
        {
            RawSocket.BindToInterface(fd, interfaceName);
            RawSocket.Set(fd, SOL_SOCKET, SO_RCVBUF, 0);
            if (isIPv6)
            {
                RawSocket.Set(fd, IPPROTO_IPV6, IPV6_MULTICAST_LOOP, 0);
                RawSocket.Set(fd, IPPROTO_IPV6, IPV6_MULTICAST_IF, interfaceIndex);
            }
            else
            {
                RawSocket.Set(fd, IPPROTO_IP, IP_MULTICAST_LOOP, 0);
            }
            return new(fd, interfaceName, isLink: false);
        }
        catch
        {
            fd.Dispose();
            throw;
        }
    }

    /// <summary>
    /// A packet socket, for the interfaces that are made for virtual routers: they may have no address, and the kernel routes nothing over those. Frames get the
    /// interface's own MAC address.
    /// </summary>
    public static TransmitSocket Packet() => new(RawSocket.Open(AF_PACKET, SOCK_DGRAM, 0, "packet socket for VRRP"), "virtual interfaces", isLink: true);

    /// <summary>A socket that is not open: everything fails, but the way there is the same.</summary>
    public static TransmitSocket NotOpen() => new(new(-1), "", isLink: false);

    public void Dispose() => _fd.Dispose();
}
