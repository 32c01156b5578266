using System.Buffers.Binary;

namespace FailoverIp.Interop.Wire;

/// <summary>Reads the stream that <c>tcpdump -w - --time-stamp-precision=nano</c> writes: pcap 2.4 with nanoseconds, in the machine's byte order.</summary>
internal sealed class PcapReader(Stream stream)
{
    private const uint NanosecondMagic = 0xA1B23C4D;
    private const int Ethernet = 1;

    private readonly byte[] _header = new byte[24];
    private readonly byte[] _data = new byte[65536];

    /// <summary>Reads the file's header; it arrives when the capture has begun.</summary>
    public async Task ReadFileHeaderAsync()
    {
        await stream.ReadExactlyAsync(_header.AsMemory(0, 24));
        if (UInt32(_header, 0) != NanosecondMagic || UInt32(_header, 20) != Ethernet)
            throw new InvalidDataException("not a pcap stream of Ethernet frames with nanoseconds");
    }

    /// <summary>Reads the next packet; null at the end.</summary>
    public async Task<(DateTime At, ReadOnlyMemory<byte> Bytes)?> ReadAsync()
    {
        if (await stream.ReadAtLeastAsync(_header.AsMemory(0, 16), 16, throwOnEndOfStream: false) < 16)
            return null;
        var length = (int)UInt32(_header, 8);
        await stream.ReadExactlyAsync(_data.AsMemory(0, length));
        var at = DateTime.UnixEpoch.AddSeconds(UInt32(_header, 0)).AddTicks(UInt32(_header, 4) / 100);
        return (at, _data.AsMemory(0, length));
    }

    private static uint UInt32(byte[] bytes, int offset) =>
        BitConverter.IsLittleEndian ? BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(offset)) : BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(offset));
}
