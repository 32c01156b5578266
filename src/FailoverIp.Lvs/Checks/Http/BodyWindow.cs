using System.Buffers;
using System.Text;

namespace FailoverIp.Lvs.Http;

/// <summary>The beginning of a body, kept for a regular expression; pooled, and given back as soon as it has been looked at.</summary>
internal sealed class BodyWindow
{
    private char[] _kept = [];
    private int _length;

    public ReadOnlySpan<char> Text => _kept.AsSpan(0, _length);

    public void Add(ReadOnlySpan<byte> data)
    {
        data = data[..Math.Min(data.Length, BodyPattern.Window - _length)];
        Reserve(_length + data.Length);
        _length += Encoding.Latin1.GetChars(data, _kept.AsSpan(_length));
    }

    public void Clear()
    {
        if (_kept.Length > 0)
            ArrayPool<char>.Shared.Return(_kept);
        _kept = [];
        _length = 0;
    }

    private void Reserve(int length)
    {
        if (length <= _kept.Length)
            return;
        var larger = ArrayPool<char>.Shared.Rent(Math.Max(length, 2 * _kept.Length));
        Text.CopyTo(larger);
        if (_kept.Length > 0)
            ArrayPool<char>.Shared.Return(_kept);
        _kept = larger;
    }
}
