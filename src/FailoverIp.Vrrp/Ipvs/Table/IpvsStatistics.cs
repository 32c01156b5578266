using System.Runtime.InteropServices;

namespace FailoverIp.Vrrp.Ipvs;

/// <summary>
/// What a service or a real server has carried since it is in the table or since its counters were zeroed, and at which rate it carries now
/// (IPVS_STATS_ATTR_*). From Linux 4.1 on all of them count to 2^64; before, all but the bytes wrap at 2^32.
/// </summary>
/// <param name="Connections">Connections scheduled.</param>
/// <param name="IncomingPackets">Packets from clients.</param>
/// <param name="OutgoingPackets">Packets to clients that passed this machine: none with direct routing and tunnels.</param>
/// <param name="IncomingBytes">Bytes from clients.</param>
/// <param name="OutgoingBytes">Bytes to clients that passed this machine.</param>
/// <param name="ConnectionsPerSecond">New connections a second, the kernel's estimate over the last seconds.</param>
/// <param name="IncomingPacketsPerSecond">Packets from clients a second.</param>
/// <param name="OutgoingPacketsPerSecond">Packets to clients a second.</param>
/// <param name="IncomingBytesPerSecond">Bytes from clients a second.</param>
/// <param name="OutgoingBytesPerSecond">Bytes to clients a second.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct IpvsStatistics(
    ulong Connections,
    ulong IncomingPackets,
    ulong OutgoingPackets,
    ulong IncomingBytes,
    ulong OutgoingBytes,
    ulong ConnectionsPerSecond,
    ulong IncomingPacketsPerSecond,
    ulong OutgoingPacketsPerSecond,
    ulong IncomingBytesPerSecond,
    ulong OutgoingBytesPerSecond);
