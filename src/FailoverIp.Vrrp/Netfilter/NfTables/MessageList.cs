using System.Buffers;

namespace FailoverIp.Vrrp.Netfilter.NfTables;

/// <summary>Messages one behind the other, for one send.</summary>
internal sealed class MessageList
{
    private readonly ArrayBufferWriter<byte> _buffer = new(4096);

    /// <summary>Writes a message into the buffer it is given; returns its length.</summary>
    public delegate int Writer(Span<byte> buffer);

    public ReadOnlySpan<byte> Bytes => _buffer.WrittenSpan;

    /// <summary>Appends a message of at most <paramref name="maximumLength"/> bytes; its length is a multiple of four.</summary>
    public void Add(int maximumLength, Writer write) => _buffer.Advance(write(_buffer.GetSpan(maximumLength)));
}
