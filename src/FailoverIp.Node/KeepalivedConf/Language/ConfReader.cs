using System.Buffers;
using System.Text;

namespace FailoverIp.Node;

/// <summary>
/// Makes logical lines of what a source has: without comments, lines of another machine left out (<c>@id</c>), definitions and sequences put in, includes opened, and each brace in a line of
/// its own.
/// </summary>
/// <param name="source">The lines.</param>
/// <param name="id">What <c>@id</c> is compared with.</param>
/// <param name="definitions">The definitions, empty at first.</param>
/// <param name="problems">Hears what is wrong.</param>
internal sealed class ConfReader(IConfSource source, string id, ConfDefinitions definitions, ConfProblems problems)
{
    private static readonly SearchValues<char> BracesAndQuote = SearchValues.Create("{}\"");

    // What waits to be read before the next line of the source: lines of definitions of several lines, and sequences that began within them.
    private readonly Stack<(string[] Lines, int Next, int Sequences)> _expansions = [];
    private readonly Stack<ConfSequence> _sequences = [];
    private ReadOnlyMemory<char> _rest;
    private int _lines;

    public NodeLocation Location => source.Location;

    /// <summary>How many blocks are open.</summary>
    public int Depth { get; private set; }

    /// <summary>Whether braces or blocks were not where they belong, so that others of keepalived's processes would have read on differently.</summary>
    public bool IsBroken { get; set; }

    /// <summary>The next line that is not empty; null at the end.</summary>
    public ReadOnlyMemory<char>? Read()
    {
        while (true)
        {
            if (++_lines > ConfLimits.Lines)
                throw new ConfUnreadableException(Location, $"there are more than {ConfLimits.Lines} lines");
            if (Next() is not { } line)
                return null;
            // Most lines are what they look like, and no text is made of them.
            if (IsToBeResolved(line.Span))
                line = Resolve(line.ToString()).AsMemory();
            if (line.Length > 0 && !TryInclude(line))
                return SplitAtBrace(line);
        }
    }

    private int SequencesBelow => _expansions.TryPeek(out var top) ? top.Sequences : 0;

    private ReadOnlyMemory<char>? Next()
    {
        if (_rest is { Length: > 0 } rest)
        {
            _rest = default;
            return rest;
        }
        if (_sequences.Count > SequencesBelow)
        {
            var sequence = _sequences.Peek();
            sequence.Turn(definitions);
            if (sequence.IsDone)
                _sequences.Pop();
            return sequence.Text.AsMemory();
        }
        if (_expansions.TryPop(out var expansion))
        {
            if (expansion.Next + 1 < expansion.Lines.Length)
                _expansions.Push(expansion with { Next = expansion.Next + 1 });
            return expansion.Lines[expansion.Next].AsMemory();
        }
        return NextOfSource();
    }

    private ReadOnlyMemory<char>? NextOfSource()
    {
        while (source.Read() is { } read)
        {
            var line = Strip(read);
            (source as ConfFiles)?.Note(IsInclude(line.Span));
            if (line.Length > 0)
                return line;
        }
        return null;
    }

    private ReadOnlyMemory<char> Strip(ReadOnlyMemory<char> text)
    {
        var line = ConfComments.Strip(text, out var isQuoteOpen);
        if (isQuoteOpen)
            problems.Complain(Location, "a quote is not closed");
        return line;
    }

    private static bool IsToBeResolved(ReadOnlySpan<char> line) => line is ['@' or '~', ..] || line.Contains('$');

    /// <summary>The line with definitions put in; empty where it is one itself, or belongs to another machine.</summary>
    private string Resolve(string line)
    {
        for (var round = 0; round < ConfLimits.Replacements; round++)
        {
            if (line.StartsWith('@'))
            {
                line = WithoutCondition(line);
                if (line.Length == 0)
                    return "";
            }
            if (line[0] == '$' && definitions.Define(line) is { } definition)
            {
                if (definition.IsMultiline)
                    ReadFurtherLines(definition);
                return "";
            }
            if (line.StartsWith("~SEQ", StringComparison.Ordinal) || line.StartsWith("~LST", StringComparison.Ordinal))
            {
                if (ConfSequenceParser.Parse(line, text => Replace(text, isPart: true)) is { } sequence)
                    _sequences.Push(sequence);
                else
                    problems.Complain(Location, $"this is not how {line[..4]} is written: {SchemaChecker.Shown(line)}");
                return "";
            }
            if (line[0] == '~' || !line.Contains('$', StringComparison.Ordinal) || Replace(line, isPart: false) is not { } replaced)
                return line;
            line = Strip(replaced.AsMemory()).ToString();
            if (line.Length == 0 || !(line[0] == '@' || line.Contains('$', StringComparison.Ordinal) || line[0] == '~'))
                return line;
        }
        throw new ConfUnreadableException(Location, "a definition contains itself");
    }

    /// <summary>The line behind an <c>@id</c> or <c>@^id</c> that is met; empty where it is not.</summary>
    private string WithoutCondition(string line)
    {
        var isReversed = line.Length > 1 && line[1] == '^';
        var start = isReversed ? 2 : 1;
        var end = line.IndexOfAny([' ', '\t'], start);
        if (end < 0)
            return "";
        var isMine = line.AsSpan(start, end - start).SequenceEqual(id);
        return isMine != isReversed ? line[end..].TrimStart(' ', '\t') : "";
    }

    private void ReadFurtherLines(ConfDefinition definition)
    {
        var value = new StringBuilder(definition.Value);
        while (Next() is { Length: > 0 } next)
        {
            var line = next.ToString();
            var goesOn = line.EndsWith('\\');
            var text = goesOn ? line[..^1].TrimEnd(' ', '\t') : line;
            if (value.Length + text.Length > ConfLimits.TotalLength / 64)
                throw new ConfUnreadableException(Location, "a definition is longer than 1 MiB");
            if (text.Length > 0)
                value.Append(text).Append(goesOn ? "\n" : "");
            if (!goesOn)
                break;
        }
        definition.Value = value.ToString();
        definition.IsMultiline = definition.Value.Length > 0;
    }

    /// <summary>The text with definitions put in, from left to right, and into what was put in; null where there was none.</summary>
    private string? Replace(string text, bool isPart)
    {
        var isChanged = false;
        var count = 0;
        for (var at = text.IndexOf('$', StringComparison.Ordinal); at >= 0 && at + 1 < text.Length; at = text.IndexOf('$', at))
        {
            if (definitions.Find(text, at, out var length, out var argument) is not { } definition || (isPart && definition.IsMultiline))
            {
                if (++at >= text.Length)
                    break;
                continue;
            }
            if (++count > ConfLimits.Replacements)
                throw new ConfUnreadableException(Location, "a definition contains itself");
            var value = definition.Compute is { } compute ? compute(argument) : FirstLine(definition);
            if (text.Length - length + value.Length > ConfLimits.LineLength)
                throw new ConfUnreadableException(Location, $"the line is longer than {ConfLimits.LineLength} characters once its definitions are put in");
            text = string.Concat(text.AsSpan(0, at), value, text.AsSpan(at + length));
            isChanged = true;
            if (value.AsSpan().TrimStart(" \t").StartsWith('~'))
                break;
        }
        return isChanged || isPart ? text : null;
    }

    private string FirstLine(ConfDefinition definition)
    {
        if (!definition.IsMultiline)
            return definition.Value;
        if (_expansions.Count >= ConfLimits.IncludeDepth * 4)
            throw new ConfUnreadableException(Location, "a definition contains itself");
        var lines = definition.Value.Split('\n');
        if (lines.Length > 1)
            _expansions.Push((lines, 1, _sequences.Count));
        return lines[0];
    }

    private bool TryInclude(ReadOnlyMemory<char> line)
    {
        if (!IsInclude(line.Span))
            return false;
        var (demands, start) = line.Span[7] switch
        {
            'r' => (ConfIncludeDemands.Readable, 9),
            'm' => (ConfIncludeDemands.Readable | ConfIncludeDemands.Match, 9),
            'w' => (ConfIncludeDemands.Readable | ConfIncludeDemands.Match | ConfIncludeDemands.WildcardMatch, 9),
            'b' => (ConfIncludeDemands.Readable | ConfIncludeDemands.BraceMatch, 9),
            'a' => (ConfIncludeDemands.All, 9),
            _ => (ConfIncludeDemands.None, 8),
        };
        source.Include(line[start..].Trim(" \t").ToString(), demands);
        return true;
    }

    private static bool IsInclude(ReadOnlySpan<char> line) =>
        line.StartsWith("include") && line.Length > 8
        && (char.IsWhiteSpace(line[7]) || ("rmwba".Contains(line[7], StringComparison.Ordinal) && char.IsWhiteSpace(line[8])));

    /// <summary>The line up to the first brace that is not in quotes, or the brace where it begins with one. The rest is read next.</summary>
    private ReadOnlyMemory<char> SplitAtBrace(ReadOnlyMemory<char> line)
    {
        var at = BraceOf(line.Span);
        if (at == 0)
        {
            _rest = line[1..].Trim(" \t");
            line = line[..1];
        }
        else if (at > 0)
        {
            _rest = line[at..].TrimEnd(" \t");
            line = line[..at].TrimEnd(" \t");
        }
        if (line.Span is "{")
        {
            Depth++;
        }
        else if (line.Span is "}" && --Depth < 0)
        {
            problems.Complain(Location, "there is a '}' too many");
            (Depth, IsBroken) = (0, true);
        }
        return line;
    }

    private static int BraceOf(ReadOnlySpan<char> line)
    {
        for (var at = 0; line[at..].IndexOfAny(BracesAndQuote) is >= 0 and var found; at++)
        {
            at += found;
            if (line[at] != '"')
                return at;
            var end = line[(at + 1)..].IndexOf('"');
            if (end < 0)
                break;
            at += end + 1;
        }
        return -1;
    }
}
