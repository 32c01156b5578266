using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace FailoverIp.Vrrp.Kernel.Netlink;

/// <summary>
/// The byte order of the numbers that netlink keeps in the host's own. The default is this machine's; <see cref="Swapped"/> is the other one, with which
/// both can be tried on either.
/// </summary>
internal readonly struct NetlinkByteOrder
{
    private readonly bool _swapped;

    private NetlinkByteOrder(bool swapped) => _swapped = swapped;

    public static NetlinkByteOrder Host => default;

    public static NetlinkByteOrder Swapped => new(swapped: true);

    public static NetlinkByteOrder LittleEndian => new(!BitConverter.IsLittleEndian);

    public static NetlinkByteOrder BigEndian => new(BitConverter.IsLittleEndian);

    public ushort UInt16(ReadOnlySpan<byte> bytes) => Turn(MemoryMarshal.Read<ushort>(bytes));

    public uint UInt32(ReadOnlySpan<byte> bytes)
    {
        var value = MemoryMarshal.Read<uint>(bytes);
        return _swapped ? BinaryPrimitives.ReverseEndianness(value) : value;
    }

    public ulong UInt64(ReadOnlySpan<byte> bytes)
    {
        var value = MemoryMarshal.Read<ulong>(bytes);
        return _swapped ? BinaryPrimitives.ReverseEndianness(value) : value;
    }

    public void Write(Span<byte> bytes, ushort value) => MemoryMarshal.Write(bytes, Turn(value));

    public void Write(Span<byte> bytes, uint value) => MemoryMarshal.Write(bytes, _swapped ? BinaryPrimitives.ReverseEndianness(value) : value);

    public void Write(Span<byte> bytes, ulong value) => MemoryMarshal.Write(bytes, _swapped ? BinaryPrimitives.ReverseEndianness(value) : value);

    private ushort Turn(ushort value) => _swapped ? BinaryPrimitives.ReverseEndianness(value) : value;
}
