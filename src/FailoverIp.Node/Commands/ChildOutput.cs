using System.Text;
using FailoverIp.Lvs.Native;
using static FailoverIp.Lvs.Native.Constants;

namespace FailoverIp.Node;

/// <summary>
/// What a command writes, by lines. Only so many of them and so much of each are told, and what a command writes beyond that is read slowly: it is not held up for good, and costs this
/// process next to nothing.
/// </summary>
internal sealed unsafe class ChildOutput : IDisposable
{
    /// <summary>So many lines of a command are told.</summary>
    public const int MostLines = 100;

    /// <summary>So many characters of a line are told.</summary>
    public const int LongestLine = 300;

    private const int O_CLOEXEC = 0x80000, O_NONBLOCK = 0x800;
    private const int BufferSize = 16 * 1024;
    private const int Throttle = 50; // milliseconds between two reads of what nobody wants
    private const int MostRest = 64; // reads of what is left when a command has ended

    private readonly Action<string> _line;
    private readonly byte[] _buffer = new byte[BufferSize];
    private readonly StringBuilder _current = new();
    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();
    private int _lines;
    private bool _isKept;

    private ChildOutput(int read, int write, Action<string> line) => (ReadEnd, WriteEnd, _line) = (read, write, line);

    public int ReadEnd { get; private set; }

    public int WriteEnd { get; }

    /// <summary>A pipe for a command's output; null where this machine is short of descriptors: then it is thrown away.</summary>
    public static ChildOutput? Create(Action<string> line)
    {
        var ends = stackalloc int[2];
        return ScriptNative.Pipe(ends, O_CLOEXEC | O_NONBLOCK) == 0 && ScriptNative.Blocking(ends[1]) ? new(ends[0], ends[1], line) : null;
    }

    /// <summary>The reading end outlives <see cref="Dispose"/>: the command has been started.</summary>
    public ChildOutput Keep()
    {
        _isKept = true;
        return this;
    }

    /// <summary>Reads what is there; false at the end of it.</summary>
    public bool Read()
    {
        if (_lines > MostLines)
            Poll.Rest(Throttle);
        fixed (byte* buffer = _buffer)
        {
            var length = (int)Libc.Read(ReadEnd, buffer, BufferSize);
            if (length <= 0)
                return length < 0 && Errno.Last is EAGAIN or EINTR;
            Take(_buffer.AsSpan(0, length));
            return true;
        }
    }

    /// <summary>Reads what a command has left in the pipe.</summary>
    public void ReadRest()
    {
        for (var i = 0; i < MostRest && _lines <= MostLines; i++)
        {
            Poll.Wait(ReadEnd, 0, out var hasOutput);
            if (!hasOutput || !Read())
                break;
        }
        if (_current.Length > 0)
            End();
    }

    public void Close()
    {
        if (ReadEnd >= 0)
            _ = Libc.Close(ReadEnd);
        ReadEnd = -1;
    }

    public void Dispose()
    {
        _ = Libc.Close(WriteEnd);
        if (!_isKept)
            Close();
    }

    private void Take(ReadOnlySpan<byte> bytes)
    {
        if (_lines > MostLines)
            return;
        var text = new char[_decoder.GetCharCount(bytes, flush: false)];
        _ = _decoder.GetChars(bytes, text, flush: false);
        foreach (var c in text)
        {
            if (c == '\n')
                End();
            else if (_current.Length <= LongestLine)
                _current.Append(char.IsControl(c) ? ' ' : c);
            if (_lines > MostLines)
                return;
        }
    }

    private void End()
    {
        var line = _current.Length > LongestLine ? _current.ToString(0, LongestLine) + "…" : _current.ToString().TrimEnd();
        _current.Clear();
        if (line.Length == 0)
            return;
        _lines++;
        _line(_lines <= MostLines ? line : $"(more than {MostLines} lines: the rest of its output is dropped)");
    }
}
