using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace FailoverIp.Vrrp.Kernel.Netlink;

/// <summary>Writes one netlink message into a buffer: header, fixed part, attributes; numbers in host order, everything aligned to four bytes.</summary>
internal ref struct NetlinkWriter
{
    private const int HeaderLength = 16;
    private readonly Span<byte> _buffer;
    private readonly NetlinkByteOrder _order;
    private int _length;

    public NetlinkWriter(Span<byte> buffer, ushort type, ushort flags, uint sequence, NetlinkByteOrder order = default)
    {
        _buffer = buffer;
        _order = order;
        buffer[..HeaderLength].Clear();
        order.Write(buffer[4..], type);
        order.Write(buffer[6..], flags);
        order.Write(buffer[8..], sequence);
        _length = HeaderLength;
    }

    /// <summary>The length so far. A structure that begins here and is as long as what follows it is ended by <see cref="EndNested"/>.</summary>
    public readonly int Length => _length;

    /// <summary>Appends the fixed part, such as <c>struct ifaddrmsg</c>.</summary>
    public void Fixed<T>(in T value)
        where T : unmanaged
    {
        MemoryMarshal.Write(_buffer[_length..], value);
        _length += Align(Unsafe.SizeOf<T>());
    }

    /// <summary>Appends an attribute.</summary>
    public void Attribute(ushort type, scoped ReadOnlySpan<byte> value) => value.CopyTo(Begin(type, value.Length));

    /// <summary>Appends an attribute of one byte.</summary>
    public void Attribute(ushort type, byte value) => Begin(type, sizeof(byte))[0] = value;

    /// <summary>Appends a 16-bit attribute in host order.</summary>
    public void Attribute(ushort type, ushort value) => _order.Write(Begin(type, sizeof(ushort)), value);

    /// <summary>Appends a 32-bit attribute in host order.</summary>
    public void Attribute(ushort type, uint value) => _order.Write(Begin(type, sizeof(uint)), value);

    /// <summary>Appends a 64-bit attribute in host order.</summary>
    public void Attribute(ushort type, ulong value) => _order.Write(Begin(type, sizeof(ulong)), value);

    /// <summary>Appends a pair of 32-bit numbers in host order.</summary>
    public void Attribute(ushort type, uint first, uint second)
    {
        var target = Begin(type, 2 * sizeof(uint));
        _order.Write(target, first);
        _order.Write(target[sizeof(uint)..], second);
    }

    /// <summary>Appends a 16-bit attribute in network order.</summary>
    public void Port(ushort type, ushort value) => BinaryPrimitives.WriteUInt16BigEndian(Begin(type, sizeof(ushort)), value);

    /// <summary>Appends a zero-terminated string attribute.</summary>
    public void Attribute(ushort type, string value)
    {
        var target = Begin(type, Encoding.UTF8.GetByteCount(value) + 1);
        var written = Encoding.UTF8.GetBytes(value, target);
        target[written] = 0;
    }

    /// <summary>Begins an attribute that holds attributes; what it returns goes to <see cref="EndNested"/>.</summary>
    public int BeginNested(ushort type)
    {
        var start = _length;
        Begin((ushort)(type | NetlinkConstants.NLA_F_NESTED), 0);
        return start;
    }

    public readonly void EndNested(int start) => _order.Write(_buffer[start..], (ushort)(_length - start));

    /// <summary>The whole message, its length filled in.</summary>
    public readonly Span<byte> Finish()
    {
        _order.Write(_buffer, (uint)_length);
        return _buffer[.._length];
    }

    private static int Align(int length) => (length + 3) & ~3;

    private Span<byte> Begin(ushort type, int length)
    {
        var start = _length;
        _length += Align(4 + length);
        var attribute = _buffer[start.._length];
        attribute.Clear();
        _order.Write(attribute, (ushort)(4 + length));
        _order.Write(attribute[2..], type);
        return attribute[4..];
    }
}
