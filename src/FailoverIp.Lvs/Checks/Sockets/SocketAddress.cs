using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using FailoverIp.Lvs.Native;

namespace FailoverIp.Lvs.Sockets;

/// <summary>struct sockaddr_in and sockaddr_in6.</summary>
internal static class SocketAddress
{
    public static byte[] Of(IPAddress address, int port)
    {
        var isV4 = address.AddressFamily == AddressFamily.InterNetwork;
        var bytes = new byte[isV4 ? 16 : 28];
        MemoryMarshal.Write(bytes, (ushort)(isV4 ? Constants.AF_INET : Constants.AF_INET6));
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(2), (ushort)port);
        _ = address.TryWriteBytes(bytes.AsSpan(isV4 ? 4 : 8), out _);
        if (!isV4)
            MemoryMarshal.Write(bytes.AsSpan(24), (uint)address.ScopeId);
        return bytes;
    }
}
