using System.Buffers.Text;
using System.Numerics;
using System.Text;

namespace FailoverIp.Lvs.Http;

/// <summary>
/// The header of an answer, found in a stream that may be cut anywhere. It ends with an empty line (CR LF CR LF). Only the status and Content-Length are read.
/// </summary>
internal sealed class HttpHeader
{
    /// <summary>The longest header that is read.</summary>
    public const int MaxLength = 16_384;

    private byte[] _kept = [];
    private int _length;

    /// <summary>The status code; 0: this is not HTTP.</summary>
    public int Status { get; private set; }

    /// <summary>What Content-Length says; null: nothing that is a number.</summary>
    public long? ContentLength { get; private set; }

    /// <summary>True: the end has been found.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>True: it is longer than <see cref="MaxLength"/>.</summary>
    public bool IsTooLong { get; private set; }

    /// <summary>True: not a byte has come.</summary>
    public bool IsEmpty => _length == 0;

    public void Reset()
    {
        _length = 0;
        Status = 0;
        ContentLength = null;
        IsComplete = IsTooLong = false;
    }

    /// <summary>Takes more; returns what comes after the header where it is complete now. <paramref name="header"/> is valid until the next call.</summary>
    public ReadOnlySpan<byte> Read(ReadOnlySpan<byte> data, out ReadOnlySpan<byte> header)
    {
        // Mostly it comes in one piece and is never copied.
        var end = _length == 0 ? data.IndexOf("\r\n\r\n"u8) : -1;
        if (end >= 0)
            return Complete(data[..(end + 4)], data[(end + 4)..], out header);

        var before = _length;
        var taken = Math.Min(data.Length, MaxLength - _length);
        if (_kept.Length < before + taken)
            Array.Resize(ref _kept, (int)BitOperations.RoundUpToPowerOf2((uint)(before + taken)));
        data[..taken].CopyTo(_kept.AsSpan(before));
        _length += taken;
        var from = Math.Max(0, before - 3);
        end = _kept.AsSpan(from, _length - from).IndexOf("\r\n\r\n"u8);
        if (end >= 0)
            return Complete(_kept.AsSpan(0, from + end + 4), data[(from + end + 4 - before)..], out header);
        IsTooLong = _length == MaxLength;
        header = default;
        return default;
    }

    /// <summary>The beginning of what came, for a line that says what is wrong with it.</summary>
    public string Excerpt() => Text(_kept.AsSpan(0, Math.Min(_kept.Length, _length)));

    /// <summary>The beginning of the first line, in printable characters.</summary>
    public static string Text(ReadOnlySpan<byte> bytes)
    {
        const int longest = 40;
        var line = bytes.IndexOfAny("\r\n"u8) is var end and >= 0 ? bytes[..end] : bytes;
        var text = string.Create(Math.Min(line.Length, longest), line[..Math.Min(line.Length, longest)], static (chars, from) =>
        {
            for (var i = 0; i < chars.Length; i++)
                chars[i] = from[i] is >= 0x20 and < 0x7f ? (char)from[i] : '.';
        });
        return line.Length > longest ? text + "…" : text;
    }

    private ReadOnlySpan<byte> Complete(ReadOnlySpan<byte> whole, ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> header)
    {
        header = whole;
        IsComplete = whole.Length <= MaxLength;
        IsTooLong = !IsComplete;
        _length = whole.Length;
        Status = ReadStatus(whole);
        foreach (var range in whole.Split((byte)'\n'))
            ReadField(whole[range]);
        return rest;
    }

    // HTTP/1.1 200 OK; the reason may be missing, and the space before it.
    private static int ReadStatus(ReadOnlySpan<byte> header)
    {
        if (!header.StartsWith("HTTP/"u8))
            return 0;
        var line = header[..header.IndexOf("\r\n"u8)];
        var space = line.IndexOf((byte)' ');
        return space > 0 && Utf8Parser.TryParse(line[(space + 1)..], out int code, out var length) && length == 3 && code >= 100
            && (line.Length == space + 4 || line[space + 4] == ' ')
            ? code : 0;
    }

    private void ReadField(ReadOnlySpan<byte> line)
    {
        var colon = line.IndexOf((byte)':');
        if (ContentLength is not null || colon < 0 || !Ascii.EqualsIgnoreCase(line[..colon], "Content-Length"u8))
            return;
        var value = line[(colon + 1)..].Trim(" \t\r"u8);
        if (Utf8Parser.TryParse(value, out long length, out var used) && used == value.Length && length >= 0)
            ContentLength = length;
    }
}
