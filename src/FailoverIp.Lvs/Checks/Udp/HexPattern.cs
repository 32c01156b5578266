namespace FailoverIp.Lvs.Udp;

/// <summary>Bytes, half bytes of which may be anything, in keepalived's hexadecimal: digits in pairs, a single one before white space is a whole byte.</summary>
internal sealed class HexPattern
{
    private readonly byte[] _mask;

    private HexPattern(byte[] value, byte[] mask)
    {
        Value = value;
        _mask = mask;
    }

    /// <summary>The bytes, 0 where anything may be.</summary>
    public byte[] Value { get; }

    /// <exception cref="ArgumentException">This is not hexadecimal; the message begins with <paramref name="option"/>.</exception>
    public static HexPattern Parse(string text, string option, bool wildcards)
    {
        List<byte> value = [], mask = [];
        foreach (var word in text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            for (var i = 0; i < word.Length; i += 2)
            {
                var (high, highMask) = i + 1 < word.Length ? Digit(word[i], option, wildcards) : (0, 0xf);
                var (low, lowMask) = Digit(word[Math.Min(i + 1, word.Length - 1)], option, wildcards);
                value.Add((byte)(high << 4 | low));
                mask.Add((byte)(highMask << 4 | lowMask));
            }
        }
        return value.Count > 0 ? new([.. value], [.. mask]) : throw BadOption.Of($"{option}: it is empty");
    }

    /// <summary>True: as far as both are long, the bytes are these.</summary>
    public bool Fits(ReadOnlySpan<byte> data)
    {
        var length = Math.Min(data.Length, Value.Length);
        for (var i = 0; i < length; i++)
        {
            if ((data[i] & _mask[i]) != Value[i])
                return false;
        }
        return true;
    }

    private static (int Value, int Mask) Digit(char c, string option, bool wildcards) =>
        char.IsAsciiHexDigit(c) ? (Convert.ToInt32(c.ToString(), 16), 0xf)
            : wildcards && c is 'x' or 'X' ? (0, 0)
            : throw BadOption.Of($"{option}: '{c}' is not a hexadecimal digit");
}
