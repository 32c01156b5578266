using System.Buffers.Binary;
using System.Text;

namespace FailoverIp.Vrrp.Tests.Kernel.Netlink;

/// <summary>Netlink messages as a little-endian kernel writes them, put together byte by byte.</summary>
internal static class Datagrams
{
    public static byte[] Message(ushort type, ushort flags, uint sequence, params byte[] payload)
    {
        var bytes = new byte[(16 + payload.Length + 3) & ~3];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, (uint)(16 + payload.Length));
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(4), type);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(6), flags);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(8), sequence);
        payload.CopyTo(bytes, 16);
        return bytes;
    }

    public static byte[] Ack(uint sequence, int error = 0) => Message(2, 0x100, sequence, [.. Number(-error), .. new byte[16]]);

    public static byte[] Done(uint sequence, int error = 0) => Message(3, 2, sequence, Number(-error));

    public static byte[] Number(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        return bytes;
    }

    public static byte[] Attribute(ushort type, params byte[] value)
    {
        var bytes = new byte[(4 + value.Length + 3) & ~3];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, (ushort)(4 + value.Length));
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(2), type);
        value.CopyTo(bytes, 4);
        return bytes;
    }

    public static byte[] Text(string text) => [.. Encoding.ASCII.GetBytes(text), 0];

    /// <summary>The sequence numbers and flags of what was sent.</summary>
    public static List<(ushort Type, ushort Flags, uint Sequence)> Headers(byte[] messages)
    {
        var headers = new List<(ushort, ushort, uint)>();
        for (var at = 0; at < messages.Length;)
        {
            var span = messages.AsSpan(at);
            headers.Add((BinaryPrimitives.ReadUInt16LittleEndian(span[4..]), BinaryPrimitives.ReadUInt16LittleEndian(span[6..]), BinaryPrimitives.ReadUInt32LittleEndian(span[8..])));
            at += (int)((BinaryPrimitives.ReadUInt32LittleEndian(span) + 3) & ~3U);
        }
        return headers;
    }
}
