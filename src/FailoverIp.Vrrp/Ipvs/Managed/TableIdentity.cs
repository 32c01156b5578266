using FailoverIp.Vrrp.Native;
using static FailoverIp.Vrrp.Native.SocketConstants;

namespace FailoverIp.Vrrp.Ipvs;

/// <summary>Which virtual server table is meant: each boot and each network namespace has its own.</summary>
internal static class TableIdentity
{
    private const string BootId = "/proc/sys/kernel/random/boot_id";
    private const string Namespace = "/proc/thread-self/ns/net";

    /// <summary>The table of the calling thread's network namespace.</summary>
    /// <exception cref="IpvsException">The kernel does not tell.</exception>
    public static string Read()
    {
        try
        {
            return $"{File.ReadAllText(BootId).Trim()} {Cookie() ?? new FileInfo(Namespace).LinkTarget ?? throw new IOException($"{Namespace} is not there")}";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IpvsException($"the kernel does not tell which boot and network namespace this is: {e.Message}", e);
        }
    }

    // The number of a namespace that is never given again during a boot (Linux 5.14); that of its file may be.
    private static unsafe string? Cookie()
    {
        var number = Libc.Socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, Kernel.Netlink.NetlinkConstants.NETLINK_GENERIC);
        if (number < 0)
            return null;
        using var socket = new FileDescriptor(number);
        ulong cookie;
        var length = (uint)sizeof(ulong);
        return Libc.GetSocketOption(socket.Number, SOL_SOCKET, SO_NETNS_COOKIE, &cookie, &length) == 0 ? $"netns:{cookie}" : null;
    }
}
