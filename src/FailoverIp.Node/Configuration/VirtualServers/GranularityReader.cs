using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Numerics;

namespace FailoverIp.Node;

/// <summary>Reads the granularity of persistence: a netmask with IPv4, a prefix length with either family.</summary>
internal static class GranularityReader
{
    /// <summary>The length of the prefix; null with what is wrong.</summary>
    public static int? Read(string text, AddressFamily family, out string? problem)
    {
        var bits = family == AddressFamily.InterNetworkV6 ? 128 : 32;
        problem = null;
        if (text.Contains('.', StringComparison.Ordinal))
        {
            if (family == AddressFamily.InterNetworkV6)
                problem = "a netmask goes with IPv4; with IPv6 it is a prefix length, 1 to 128";
            else if (PrefixOf(text) is { } length)
                return length;
            else
                problem = $"\"{SchemaChecker.Shown(text)}\" is not a netmask of leading ones";
        }
        else if (int.TryParse(text.StartsWith('/') ? text[1..] : text, NumberStyles.None, CultureInfo.InvariantCulture, out var length) && length >= 1 && length <= bits)
            return length;
        else
            problem = $"the prefix length is not between 1 and {bits}";
        return null;
    }

    private static int? PrefixOf(string text)
    {
        if (!IPAddress.TryParse(text, out var mask) || mask.ToString() != text)
            return null;
        Span<byte> bytes = stackalloc byte[4];
        mask.TryWriteBytes(bytes, out _);
        var ones = BinaryPrimitives.ReadUInt32BigEndian(bytes);
        var length = BitOperations.LeadingZeroCount(~ones);
        return length > 0 && BitOperations.PopCount(ones) == length ? length : null;
    }
}
