using System.Buffers.Binary;
using System.Runtime.InteropServices;
using FailoverIp.Vrrp.Native;
using static FailoverIp.Vrrp.Native.SocketConstants;

namespace FailoverIp.Vrrp.Wire;

/// <summary>
/// Reads many packets with one system call (recvmmsg). The kernel delivers IPv6 payloads without their header: what counts of it is put in front again, so that
/// both families look the same. Allocates nothing.
/// </summary>
internal sealed unsafe class AdvertReceiver
{
    /// <summary>The most packets that one <see cref="Receive"/> reads.</summary>
    public const int MaxPackets = 32;

    // The longest advert: 255 addresses of IPv6 and a trailer. Whatever is longer is cut, and then discarded for its length.
    private const int MaxPayload = 4352;
    private const int SlotLength = IPv6Header.Length + MaxPayload;
    private const int NameLength = 32;
    private const int ControlLength = 128;
    private const int ControlHeader = 16; // struct cmsghdr on 64-bit Linux

    private readonly byte[] _data = GC.AllocateArray<byte>(MaxPackets * SlotLength, pinned: true);
    private readonly byte[] _names = GC.AllocateArray<byte>(MaxPackets * NameLength, pinned: true);
    private readonly byte[] _control = GC.AllocateArray<byte>(MaxPackets * ControlLength, pinned: true);
    private readonly IoVector[] _vectors = GC.AllocateArray<IoVector>(MaxPackets, pinned: true);
    private readonly MultiMessage[] _messages = GC.AllocateArray<MultiMessage>(MaxPackets, pinned: true);
    private bool _lacksHeader;

    public AdvertReceiver()
    {
        for (var i = 0; i < MaxPackets; i++)
        {
            _vectors[i] = new() { Base = (byte*)Marshal.UnsafeAddrOfPinnedArrayElement(_data, (i * SlotLength) + IPv6Header.Length), Length = MaxPayload };
            _messages[i] = new()
            {
                Name = (byte*)Marshal.UnsafeAddrOfPinnedArrayElement(_names, i * NameLength),
                Vectors = (IoVector*)Marshal.UnsafeAddrOfPinnedArrayElement(_vectors, i),
                VectorCount = 1,
                Control = (byte*)Marshal.UnsafeAddrOfPinnedArrayElement(_control, i * ControlLength),
            };
        }
    }

    /// <summary>Reads what waits, at most <paramref name="max"/> packets. Returns how many there were, 0 for none.</summary>
    public int Receive(int fd, bool lacksHeader, int max)
    {
        _lacksHeader = lacksHeader;
        var count = Math.Min(max, MaxPackets);
        for (var i = 0; i < count; i++)
        {
            _messages[i].NameLength = NameLength;
            _messages[i].ControlLength = ControlLength;
        }
        return Math.Max(0, Libc.ReceiveMany(fd, (MultiMessage*)Marshal.UnsafeAddrOfPinnedArrayElement(_messages, 0), (uint)count, MSG_DONTWAIT, null));
    }

    /// <summary>One of the packets that were read, with its IP header; valid until the next <see cref="Receive"/>.</summary>
    public ReadOnlySpan<byte> this[int index]
    {
        get
        {
            var slot = _data.AsSpan(index * SlotLength, SlotLength);
            var length = (int)_messages[index].Length;
            return _lacksHeader ? WithHeader(slot, index, length) : slot.Slice(IPv6Header.Length, length);
        }
    }

    private Span<byte> WithHeader(Span<byte> slot, int index, int length)
    {
        UInt128 destination = 0;
        byte hopLimit = 0;
        var control = _control.AsSpan(index * ControlLength, (int)_messages[index].ControlLength);
        while (control.Length >= ControlHeader)
        {
            var size = (int)Math.Min(MemoryMarshal.Read<ulong>(control), (ulong)control.Length);
            if (size < ControlHeader)
                break;
            var (level, type) = (MemoryMarshal.Read<int>(control[8..]), MemoryMarshal.Read<int>(control[12..]));
            var value = control[ControlHeader..size];
            if (level == IPPROTO_IPV6 && type == IPV6_PKTINFO && value.Length >= 16)
                destination = BinaryPrimitives.ReadUInt128BigEndian(value);
            else if (level == IPPROTO_IPV6 && type == IPV6_HOPLIMIT && value.Length >= sizeof(int))
                hopLimit = (byte)MemoryMarshal.Read<int>(value);
            control = control[Math.Min(control.Length, (size + 7) & ~7)..];
        }
        var source = BinaryPrimitives.ReadUInt128BigEndian(_names.AsSpan((index * NameLength) + 8));
        IPv6Header.Write(slot, source, destination, length, hopLimit);
        return slot[..(IPv6Header.Length + length)];
    }
}
