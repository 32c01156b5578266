using System.Globalization;

namespace FailoverIp.Node;

/// <summary>A line that is read again and again, each time with other definitions: <c>~SEQ(v, 1, 2, 9) text</c> or <c>~LST({a, b}, {1, 2}, {3, 4}) text</c>.</summary>
/// <param name="text">The line.</param>
/// <param name="names">The names that are defined.</param>
/// <param name="values">Their values, turn by turn.</param>
internal sealed class ConfSequence(string text, IReadOnlyList<string> names, IEnumerable<IReadOnlyList<string>> values)
{
    private readonly IEnumerator<IReadOnlyList<string>> _values = values.GetEnumerator();
    private bool _hasNext = true;

    public string Text { get; } = text;

    public bool IsDone => !_hasNext;

    /// <summary>Goes to the first turn. False where there is none.</summary>
    public bool Begin() => _hasNext = _values.MoveNext();

    /// <summary>Sets the definitions of this turn.</summary>
    public void Turn(ConfDefinitions definitions)
    {
        for (var i = 0; i < names.Count; i++)
            definitions.Set(names[i], i < _values.Current.Count ? _values.Current[i] : "");
        _hasNext = _values.MoveNext();
    }

    /// <summary>The values of a <c>~SEQ</c>, one after the other without an end beyond the bounds of <see cref="long"/>.</summary>
    public static IEnumerable<IReadOnlyList<string>> Count(long from, long step, long to, bool isHex)
    {
        for (var value = (Int128)from; step > 0 ? value <= to : value >= to; value += step)
            yield return [((long)value).ToString(isHex ? "x" : "d", CultureInfo.InvariantCulture)];
    }
}
