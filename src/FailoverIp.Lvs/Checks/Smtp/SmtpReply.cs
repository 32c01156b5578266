using System.Buffers.Text;

namespace FailoverIp.Lvs.Smtp;

/// <summary>One reply of a mail server, found in a stream that may be cut anywhere: lines with one code, all but the last with a hyphen after it (RFC 5321, section 4.2).</summary>
internal sealed class SmtpReply
{
    /// <summary>The longest reply that is read.</summary>
    public const int MaxLength = 8_192;

    private readonly byte[] _line = new byte[512];
    private int _length;
    private int _total;

    /// <summary>The code of the reply; 0: the last line did not begin with one.</summary>
    public int Code { get; private set; }

    /// <summary>True: the reply is longer than is read.</summary>
    public bool IsTooLong => _total > MaxLength;

    /// <summary>The beginning of the last line.</summary>
    public string Excerpt => Http.HttpHeader.Text(_line.AsSpan(0, _length));

    public void Reset()
    {
        _length = _total = 0;
        Code = 0;
    }

    /// <summary>Takes more; true: the reply is complete. What came after it is left out: a server waits for the next command.</summary>
    public bool Read(ReadOnlySpan<byte> data)
    {
        foreach (var b in data)
        {
            _total++;
            if (b != '\n')
            {
                if (_length < _line.Length)
                    _line[_length++] = b; // beyond, only the length of a line is lost
                continue;
            }
            if (IsLast())
                return true;
            _length = 0;
        }
        return false;
    }

    private bool IsLast()
    {
        var line = _line.AsSpan(0, _length).TrimEnd((byte)'\r');
        Code = line.Length >= 3 && Utf8Parser.TryParse(line[..3], out int code, out var used) && used == 3 && code is >= 100 and <= 599 ? code : 0;
        return Code == 0 || line.Length == 3 || line[3] != '-';
    }
}
