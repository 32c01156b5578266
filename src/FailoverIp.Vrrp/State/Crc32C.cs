using System.Buffers.Binary;
using System.Numerics;

namespace FailoverIp.Vrrp.State;

/// <summary>
/// CRC-32C (Castagnoli; RFC 3720 appendix B.4): tells apart and finds torn files. A cryptographic hash would bring OpenSSL into the process for it, five megabytes and some milliseconds
/// of every start.
/// </summary>
internal static class Crc32C
{
    /// <summary>The checksum of some bytes.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes) => Append(0, bytes);

    /// <summary>The checksum of bytes that follow those of <paramref name="before"/>.</summary>
    public static uint Append(uint before, ReadOnlySpan<byte> bytes)
    {
        var crc = ~before;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        foreach (var b in bytes)
            crc = BitOperations.Crc32C(crc, b);
        return ~crc;
    }
}
