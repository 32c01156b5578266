using static FailoverIp.Vrrp.Kernel.Netlink.NetlinkConstants;

namespace FailoverIp.Vrrp.Kernel.Netlink;

/// <summary>
/// Several requests for one send, each with a sequence number of its own. Only the last one asks for an acknowledgement: the kernel carries them out in
/// order and reports every failure unasked, so when that one comes, those before it without a failure have succeeded.
/// </summary>
internal sealed class NetlinkBatch(NetlinkByteOrder order = default, int capacity = 64 * 1024)
{
    /// <summary>The most that one message may take.</summary>
    public const int LongestMessage = 1024;

    private readonly byte[] _buffer = new byte[capacity];
    private int _length;
    private int _last;
    private uint _next = 1;

    public int Count { get; private set; }

    /// <summary>True where one more message fits in.</summary>
    public bool HasRoom => _buffer.Length - _length >= LongestMessage;

    public void Clear()
    {
        _length = 0;
        _next += (uint)Count;
        Count = 0;
    }

    public NetlinkWriter Begin(ushort type, ushort flags = 0)
    {
        _last = _length;
        return new(_buffer.AsSpan(_length, LongestMessage), type, (ushort)(NLM_F_REQUEST | flags), _next + (uint)Count, order);
    }

    public void End(in NetlinkWriter writer)
    {
        _length += writer.Finish().Length;
        Count++;
    }

    /// <summary>The sequence number of the message that <see cref="Begin"/> begins next.</summary>
    public uint NextSequence => _next + (uint)Count;

    /// <summary>The messages as they are sent. Not acknowledged: the kernel answers nothing but failures.</summary>
    public ReadOnlySpan<byte> Finish(bool acknowledged = true)
    {
        if (!acknowledged)
            return _buffer.AsSpan(0, _length);
        var flags = _buffer.AsSpan(_last + 6);
        order.Write(flags, (ushort)(order.UInt16(flags) | NLM_F_ACK));
        return _buffer.AsSpan(0, _length);
    }

    /// <summary>Which of these requests an answer belongs to; −1: to none, it is late.</summary>
    public int IndexOf(uint sequence) => sequence - _next is var index && index < (uint)Count ? (int)index : -1;
}
