namespace FailoverIp.Lvs.Native;

/// <summary>Numbers of the Linux interface (uapi headers), under their kernel names.</summary>
internal static class Constants
{
    public const int AF_INET = 2;
    public const int AF_INET6 = 10;

    public const int SOCK_STREAM = 1;
    public const int SOCK_DGRAM = 2;
    public const int SOCK_RAW = 3;
    public const int SOCK_NONBLOCK = 0x800;
    public const int SOCK_CLOEXEC = 0x80000;

    public const int IPPROTO_ICMP = 1;
    public const int IPPROTO_TCP = 6;
    public const int IPPROTO_UDP = 17;
    public const int IPPROTO_ICMPV6 = 58;

    public const int SOL_SOCKET = 1;
    public const int SO_REUSEADDR = 2;
    public const int SO_ERROR = 4;
    public const int SO_LINGER = 13;
    public const int SO_BINDTODEVICE = 25;
    public const int SO_MARK = 36;

    public const int SOL_IP = 0;
    public const int IP_RECVERR = 11;
    public const int SOL_IPV6 = 41;
    public const int IPV6_RECVERR = 25;
    public const int SOL_RAW = 255;
    public const int ICMP_FILTER = 1;
    public const int SOL_ICMPV6 = 58;
    public const int ICMPV6_FILTER = 1;

    public const int MSG_NOSIGNAL = 0x4000;

    public const int EPERM = 1;
    public const int ENOENT = 2;
    public const int EINTR = 4;
    public const int EAGAIN = 11;
    public const int ENOMEM = 12;
    public const int EACCES = 13;
    public const int ENFILE = 23;
    public const int EMFILE = 24;
    public const int EADDRNOTAVAIL = 99;
    public const int ENOBUFS = 105;
    public const int ETIMEDOUT = 110;
    public const int EINPROGRESS = 115;

    public const uint EPOLLIN = 0x1;
    public const uint EPOLLOUT = 0x4;
    public const uint EPOLLERR = 0x8;
    public const uint EPOLLHUP = 0x10;
    public const uint EPOLLRDHUP = 0x2000;
    public const uint EPOLLET = 0x80000000;

    public const int SIGTERM = 15;
    public const int SIGKILL = 9;
    public const int WNOHANG = 1;
    public const nint SYS_pidfd_open = 434;
}
