using System.Net;
using System.Net.Sockets;
using System.Text;
using FailoverIp.Lvs.Native;
using static FailoverIp.Lvs.Native.Constants;

namespace FailoverIp.Lvs.Sockets;

/// <summary>How the socket of a check is opened: from where, by which interface, with which mark, to whom. Worked out once, used for each probe.</summary>
internal sealed class SocketPlan
{
    private readonly SocketKind _kind;
    private readonly byte[] _target;
    private readonly byte[]? _bind;
    private readonly bool _bindsPort;
    private readonly byte[]? _device;
    private readonly string? _deviceName;
    private readonly string? _bindName;
    private readonly uint _mark;

    /// <exception cref="ArgumentException">The options make no sense; the message names one.</exception>
    public SocketPlan(CheckOptions check, IPEndPoint target, SocketKind kind)
    {
        if (kind != SocketKind.Echo && target.Port == 0)
            throw BadOption.Of($"{nameof(check.ConnectPort)}: the real server has no port, so the check needs one");
        if (check.BindAddress is { } from && from.AddressFamily != target.AddressFamily)
            throw BadOption.Of($"{nameof(check.BindAddress)}: {from} and the target {target.Address} are of different families");
        if (check.BindPort is < 0 or > 65_535)
            throw BadOption.Of($"{nameof(check.BindPort)}: {check.BindPort} is not a port");
        if (check.BindInterface is { } name && (name.Length is 0 or > 15 || name.Any(c => c is <= ' ' or '/' or >= '\u007f')))
            throw BadOption.Of($"{nameof(check.BindInterface)}: '{name}' is not the name of an interface");
        _kind = kind;
        IsIPv6 = target.AddressFamily == AddressFamily.InterNetworkV6;
        _target = SocketAddress.Of(target.Address, kind == SocketKind.Echo ? 0 : target.Port);
        _bindsPort = check.BindPort != 0 && kind != SocketKind.Echo;
        if (check.BindAddress is not null || _bindsPort)
        {
            var address = check.BindAddress ?? (IsIPv6 ? IPAddress.IPv6Any : IPAddress.Any);
            _bind = SocketAddress.Of(address, _bindsPort ? check.BindPort : 0);
            _bindName = new IPEndPoint(address, check.BindPort).ToString();
        }
        _deviceName = check.BindInterface;
        _device = _deviceName is null ? null : Encoding.ASCII.GetBytes(_deviceName);
        _mark = check.FirewallMark;
    }

    public bool IsIPv6 { get; }

    public bool IsStream => _kind == SocketKind.Tcp;

    /// <summary>True after <see cref="Open"/> where the socket is a raw one: it hears all ICMP, IPv4 with its header.</summary>
    public bool IsRaw { get; private set; }

    /// <summary>Opens the socket, not connected; -1 where that cannot be done, with the reason, which is always one of this machine's own.</summary>
    public int Open(out string? problem)
    {
        var fd = Socket();
        if (fd < 0)
        {
            problem = _kind == SocketKind.Echo && Errno.Last is EACCES or EPERM
                ? "this process may not send ICMP echo requests: put its group into the sysctl net.ipv4.ping_group_range, or give it CAP_NET_RAW"
                : $"no socket: {Errno.Text(Errno.Last)}";
            return -1;
        }
        problem = Prepare(fd);
        if (problem is null)
            return fd;
        _ = Libc.Close(fd);
        return -1;
    }

    /// <summary>Connects; returns the error number: 0 where it is connected, EINPROGRESS where it is about to be.</summary>
    public unsafe int Connect(int fd)
    {
        fixed (byte* address = _target)
            return Libc.Connect(fd, address, (uint)_target.Length) < 0 ? Errno.Last : 0;
    }

    private int Socket()
    {
        const int flags = SOCK_NONBLOCK | SOCK_CLOEXEC;
        var family = IsIPv6 ? AF_INET6 : AF_INET;
        if (_kind == SocketKind.Tcp)
            return Libc.Socket(family, SOCK_STREAM | flags, IPPROTO_TCP);
        if (_kind == SocketKind.Udp)
            return Libc.Socket(family, SOCK_DGRAM | flags, IPPROTO_UDP);
        var icmp = IsIPv6 ? IPPROTO_ICMPV6 : IPPROTO_ICMP;
        var fd = Libc.Socket(family, SOCK_DGRAM | flags, icmp);
        IsRaw = fd < 0 && Errno.Last is EACCES or EPERM;
        return IsRaw ? Libc.Socket(family, SOCK_RAW | flags, icmp) : fd;
    }

    private unsafe string? Prepare(int fd)
    {
        if (_kind != SocketKind.Tcp)
            _ = Set(fd, IsIPv6 ? SOL_IPV6 : SOL_IP, IsIPv6 ? IPV6_RECVERR : IP_RECVERR, 1); // unreachable hosts are told as errors
        if (IsRaw)
            HearEchoRepliesOnly(fd);
        if (_mark != 0 && Set(fd, SOL_SOCKET, SO_MARK, (int)_mark) is var e1 and not 0)
            return $"firewall mark {_mark}: {Errno.Text(e1)}";
        if (_device is not null)
        {
            fixed (byte* name = _device)
            {
                if (Libc.SetSocketOption(fd, SOL_SOCKET, SO_BINDTODEVICE, name, (uint)_device.Length) < 0)
                    return $"interface {_deviceName}: {Errno.Text(Errno.Last)}";
            }
        }
        if (_bind is null)
            return null;
        if (_bindsPort)
            GiveBackPortAtOnce(fd);
        fixed (byte* address = _bind)
            return Libc.Bind(fd, address, (uint)_bind.Length) < 0 ? $"from {_bindName}: {Errno.Text(Errno.Last)}" : null;
    }

    // A fixed port must be free again for the next probe: the connection ends with RST, without TIME_WAIT.
    private unsafe void GiveBackPortAtOnce(int fd)
    {
        _ = Set(fd, SOL_SOCKET, SO_REUSEADDR, 1);
        var linger = stackalloc int[] { 1, 0 };
        if (IsStream)
            _ = Libc.SetSocketOption(fd, SOL_SOCKET, SO_LINGER, linger, 8);
    }

    private unsafe void HearEchoRepliesOnly(int fd)
    {
        const int echoReply = 0, echoReply6 = 129;
        var blocked = stackalloc uint[8];
        new Span<uint>(blocked, 8).Fill(uint.MaxValue);
        blocked[IsIPv6 ? echoReply6 / 32 : 0] &= ~(1u << ((IsIPv6 ? echoReply6 : echoReply) % 32));
        _ = IsIPv6
            ? Libc.SetSocketOption(fd, SOL_ICMPV6, ICMPV6_FILTER, blocked, 32)
            : Libc.SetSocketOption(fd, SOL_RAW, ICMP_FILTER, blocked, 4);
    }

    private static unsafe int Set(int fd, int level, int name, int value) =>
        Libc.SetSocketOption(fd, level, name, &value, sizeof(int)) < 0 ? Errno.Last : 0;
}
