using System.Buffers.Binary;
using System.Text;

namespace FailoverIp.Lvs.Dns;

/// <summary>A query and what of an answer tells that it is ours (RFC 1035, section 4).</summary>
internal static class DnsMessage
{
    public const int HeaderLength = 12;

    private const ushort RecursionDesired = 0x0100;
    private const ushort Response = 0x8000;
    private const ushort In = 1;

    /// <summary>A query with the identification 0.</summary>
    /// <exception cref="ArgumentException">The name is none.</exception>
    public static byte[] Query(string name, DnsQueryType type)
    {
        var labels = name.TrimEnd('.') is var trimmed && trimmed.Length == 0 ? [] : trimmed.Split('.');
        if (labels.Any(label => label.Length is 0 or > 63 || label.Any(c => c is <= ' ' or > '~')) || labels.Sum(label => label.Length + 1) > 254)
            throw BadOption.Of($"{nameof(DnsCheckOptions.Name)}: it is labels of 1 to 63 ASCII characters, 255 bytes in all");
        if (!Enum.IsDefined(type))
            throw BadOption.Of($"{nameof(DnsCheckOptions.Type)}: {(int)type} is not a type that can be asked for");
        byte[] header = [0, 0, RecursionDesired >> 8, RecursionDesired & 0xff, 0, 1, 0, 0, 0, 0, 0, 0];
        return [.. header, .. labels.SelectMany(label => (byte[])[(byte)label.Length, .. Encoding.ASCII.GetBytes(label)]), 0, 0, (byte)type, 0, (byte)In];
    }

    /// <summary>True: this answers <paramref name="query"/>: same identification, same question (letters may differ in case).</summary>
    public static bool Answers(ReadOnlySpan<byte> answer, ReadOnlySpan<byte> query)
    {
        if (answer.Length < query.Length || !answer[..2].SequenceEqual(query[..2]))
            return false;
        return (BinaryPrimitives.ReadUInt16BigEndian(answer[2..]) & Response) != 0
            && BinaryPrimitives.ReadUInt16BigEndian(answer[4..]) == 1
            && Ascii.EqualsIgnoreCase(answer[HeaderLength..query.Length], query[HeaderLength..]);
    }

    /// <summary>The response code of an answer.</summary>
    public static int ResponseCode(ReadOnlySpan<byte> answer) => answer[3] & 0xf;
}
