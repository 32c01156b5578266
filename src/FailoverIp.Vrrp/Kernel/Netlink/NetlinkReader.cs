using System.Buffers.Binary;

namespace FailoverIp.Vrrp.Kernel.Netlink;

/// <summary>Walks over the messages of one netlink datagram. A message that claims more than is there ends the walk. Allocates nothing.</summary>
internal ref struct NetlinkReader(ReadOnlySpan<byte> datagram, NetlinkByteOrder order = default)
{
    private const int HeaderLength = 16;
    private ReadOnlySpan<byte> _rest = datagram;

    public ushort Type { get; private set; }

    public ushort Flags { get; private set; }

    public uint Sequence { get; private set; }

    /// <summary>The port of the socket that has asked for what the message tells; 0: the kernel itself.</summary>
    public uint PortId { get; private set; }

    /// <summary>The message without its header.</summary>
    public ReadOnlySpan<byte> Payload { get; private set; }

    /// <summary>True where the walk has ended at something that is no message: the datagram was cut off or damaged.</summary>
    public readonly bool IsCutOff => _rest.Length > 0;

    public bool Next()
    {
        if (_rest.Length < HeaderLength)
            return false;
        var length = order.UInt32(_rest);
        if (length < HeaderLength || length > _rest.Length)
            return false;
        Type = order.UInt16(_rest[4..]);
        Flags = order.UInt16(_rest[6..]);
        Sequence = order.UInt32(_rest[8..]);
        PortId = order.UInt32(_rest[12..]);
        Payload = _rest[HeaderLength..(int)length];
        _rest = _rest[Math.Min(_rest.Length, ((int)length + 3) & ~3)..];
        return true;
    }
}

/// <summary>Walks over the attributes behind the fixed part of a message. Allocates nothing.</summary>
internal ref struct NetlinkAttributes(ReadOnlySpan<byte> attributes, NetlinkByteOrder order = default)
{
    private const int HeaderLength = 4;
    private const ushort TypeMask = 0x3fff; // without NLA_F_NESTED and NLA_F_NET_BYTEORDER
    private ReadOnlySpan<byte> _rest = attributes;

    public ushort Type { get; private set; }

    public ReadOnlySpan<byte> Value { get; private set; }

    public bool Next()
    {
        if (_rest.Length < HeaderLength)
            return false;
        var length = order.UInt16(_rest);
        if (length < HeaderLength || length > _rest.Length)
            return false;
        Type = (ushort)(order.UInt16(_rest[2..]) & TypeMask);
        Value = _rest[HeaderLength..length];
        _rest = _rest[Math.Min(_rest.Length, (length + 3) & ~3)..];
        return true;
    }

    /// <summary>The value as a number of two bytes in host order; false where it is shorter.</summary>
    public readonly bool TryUInt16(out ushort value)
    {
        value = Value.Length >= sizeof(ushort) ? order.UInt16(Value) : default;
        return Value.Length >= sizeof(ushort);
    }

    /// <summary>The value as a number of two bytes in network order; false where it is shorter.</summary>
    public readonly bool TryPort(out ushort value) => BinaryPrimitives.TryReadUInt16BigEndian(Value, out value);

    /// <summary>The value as a number of four bytes in host order; false where it is shorter.</summary>
    public readonly bool TryUInt32(out uint value)
    {
        value = Value.Length >= sizeof(uint) ? order.UInt32(Value) : default;
        return Value.Length >= sizeof(uint);
    }

    /// <summary>The value as a counter, in host order: eight bytes, or four on older kernels; false where it is shorter.</summary>
    public readonly bool TryCounter(out ulong value)
    {
        value = Value.Length switch
        {
            >= sizeof(ulong) => order.UInt64(Value),
            >= sizeof(uint) => order.UInt32(Value),
            _ => 0,
        };
        return Value.Length >= sizeof(uint);
    }
}
