using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace FailoverIp.Vrrp;

/// <summary>
/// The Internet checksum (RFC 1071): the one's complement sum of big-endian 16-bit words. A message that holds its own right checksum sums to
/// <see cref="Valid"/>.
/// </summary>
internal static class InternetChecksum
{
    /// <summary>The sum of a message together with its checksum.</summary>
    public const ushort Valid = 0xFFFF;

    /// <summary>The folded sum; an odd last byte counts as the high half of a word.</summary>
    public static ushort Sum(ReadOnlySpan<byte> data)
    {
        // The sum does not depend on the byte order but for one swap at the end (RFC 1071 section 2 B), and a sum of wider words folds to the
        // same value. Halves of 64-bit words added to a 64-bit sum cannot overflow it, whatever the length.
        ulong sum = 0;
        foreach (var word in MemoryMarshal.Cast<byte, ulong>(data))
            sum += (word & uint.MaxValue) + (word >> 32);

        var rest = data[(data.Length & ~7)..];
        if (rest.Length >= 4)
        {
            sum += MemoryMarshal.Read<uint>(rest);
            rest = rest[4..];
        }
        if (rest.Length >= 2)
        {
            sum += MemoryMarshal.Read<ushort>(rest);
            rest = rest[2..];
        }
        if (rest.Length == 1)
            sum += BitConverter.IsLittleEndian ? rest[0] : (uint)rest[0] << 8;

        var folded = Fold(sum);
        return BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(folded) : folded;
    }

    /// <summary>Folds the carries of a sum of words back into 16 bits.</summary>
    public static ushort Fold(ulong sum)
    {
        sum = (sum & uint.MaxValue) + (sum >> 32);
        sum = (sum & ushort.MaxValue) + (sum >> 16); // at most 34 bits before, 19 after
        sum = (sum & ushort.MaxValue) + (sum >> 16);
        return (ushort)((sum & ushort.MaxValue) + (sum >> 16));
    }

    /// <summary>The checksum after one 16-bit word of the message changed (RFC 1624, equation 3).</summary>
    public static ushort Update(ushort checksum, ushort before, ushort after) =>
        (ushort)~Fold((ulong)(ushort)~checksum + (ushort)~before + after);
}
