namespace FailoverIp.Node;

/// <summary>Goes through the blocks of a file and lets each keyword do its part. Wrong braces and unknown words are told, and it goes on as keepalived does.</summary>
/// <param name="roots">The keywords of the outermost level.</param>
/// <param name="process">Whose reading it is: keywords that this process does not know are passed over with their blocks.</param>
/// <param name="reader">The lines.</param>
/// <param name="problems">Hears what is wrong.</param>
internal sealed class ConfParser(IEnumerable<ConfRoot> roots, ConfProcesses process, ConfReader reader, ConfProblems problems)
{
    // The brace of a block that is passed over has yet to come.
    private const int BraceToCome = -1;

    private static readonly string[] Open = ["{"];
    private static readonly string[] Close = ["}"];

    private readonly Dictionary<string, ConfRoot> _roots = roots.ToDictionary(r => r.Name, StringComparer.Ordinal);
    private readonly WordPool _known = new();
    private readonly List<string> _words = [];
    private bool _hasReadOthers;
    private int _level;
    private int _skipped;

    public NodeLocation Location => reader.Location;

    /// <summary>Reads everything.</summary>
    /// <exception cref="ConfMissingWordException">A word is missing that keepalived cannot do without.</exception>
    /// <exception cref="ConfUnreadableException">A bound was reached.</exception>
    public void Run()
    {
        Walk(block: null, needsBrace: false);
        if (reader.Depth > 0)
        {
            reader.IsBroken = true;
            problems.Complain(reader.Location, $"{reader.Depth} '}}' {(reader.Depth == 1 ? "is" : "are")} missing, or as many '{{' too many");
        }
    }

    /// <summary>Passes over the rest of the block whose line is being handled.</summary>
    public void SkipBlock(bool needsBrace) => _skipped = needsBrace ? BraceToCome : 1;

    /// <summary>The lines of a block that holds no keywords.</summary>
    public IEnumerable<ConfLine> Lines(ConfLine head)
    {
        if (head.Count > 1)
            problems.Complain(head.Location, $"{head.Keyword} takes nothing behind it but a block");
        var needsBrace = true;
        while (ReadLine() is { } line)
        {
            if (needsBrace)
            {
                needsBrace = false;
                if (line.Keyword == "{" && line.Count == 1)
                    continue;
                reader.IsBroken = true;
                problems.Note(line.Location, $"'{{' is missing at the beginning of {head.Keyword}");
            }
            if (line.Keyword == "}")
                yield break;
            yield return line;
        }
    }

    private ConfLine? ReadLine()
    {
        while (reader.Read() is { } text)
        {
            if (text.Span is "{" or "}")
                return new(text, text.Span is "{" ? Open : Close, reader.Location);
            _words.Clear();
            if (!ConfWords.TrySplit(text.Span, _words, _known))
                problems.Complain(reader.Location, "a quote is not closed");
            if (_words.Count > 0)
                return new(text, [.. _words], reader.Location);
        }
        return null;
    }

    /// <summary>Reads a block to its end. False where it was left because an outer one was passed over.</summary>
    /// <param name="block">Its words; null for the outermost level.</param>
    /// <param name="needsBrace">Whether its brace is still to come.</param>
    /// <param name="isOrphan">Whether nobody has begun what it describes: its words are looked at, and that is all.</param>
    private bool Walk(ConfBlock? block, bool needsBrace, bool isOrphan = false)
    {
        while (ReadLine() is { } line)
        {
            if (_skipped != 0)
            {
                if (Skip(line, ref needsBrace))
                {
                    if (_skipped == 0 && _level > 0)
                        return false;
                    continue;
                }
                isOrphan |= needsBrace && _level > 0; // to be passed over, but it has no brace
            }
            if (needsBrace)
            {
                needsBrace = false;
                if (line.Keyword == "{" && _level > 0)
                    continue;
                reader.IsBroken = true;
                problems.Complain(line.Location, "'{' is missing at the beginning of the block");
            }
            else if (line.Keyword == "{")
            {
                reader.IsBroken = true;
                problems.Complain(line.Location, "a '{' is not expected here, and is passed over");
                continue;
            }
            if (line.Keyword == "}" && _level > 0)
                return !isOrphan;
            Handle(line, block, isOrphan);
        }
        return !isOrphan && _skipped == 0;
    }

    /// <summary>Passes over a line. False where it is to be read after all: the keyword before it has no block.</summary>
    private bool Skip(ConfLine line, ref bool needsBrace)
    {
        if (_skipped == BraceToCome)
        {
            _skipped = line.Keyword == "{" ? 1 : 0;
            if (_skipped == 1)
                needsBrace = false;
            return _skipped == 1;
        }
        _skipped += line.Keyword switch { "{" => 1, "}" => -1, _ => 0 };
        return true;
    }

    private void Handle(ConfLine line, ConfBlock? block, bool isOrphan)
    {
        var keyword = block is null ? Root(line.Keyword) : block.Find(line.Keyword);
        if (keyword is null)
        {
            reader.IsBroken |= line.Keyword is "}";
            if (!problems.IsFull)
                problems.Complain(line.Location, $"unknown keyword '{SchemaChecker.Shown(line.Keyword)}'{Nearest(line.Keyword, block)}");
            return;
        }
        if (!isOrphan)
            keyword.Handle?.Invoke(line);
        if (keyword.Block is not { } inner)
            return;
        _level++;
        var isWhole = Walk(inner, needsBrace: true, isOrphan);
        _level--;
        if (isWhole)
            inner.End?.Invoke();
    }

    private ConfKeyword? Root(string word)
    {
        if (!_roots.TryGetValue(word, out var root))
            return null;
        // What holds for everything else is read first by keepalived, wherever it stands.
        if (root.Processes == ConfProcesses.Parent)
            reader.IsBroken |= _hasReadOthers;
        else
            _hasReadOthers = true;
        if ((root.Processes & process) != ConfProcesses.None)
            return new(root.Handle, root.Block);
        _skipped = BraceToCome;
        return new(null, null);
    }

    private string Nearest(string word, ConfBlock? block)
    {
        var near = NearestKey.Find(word, block?.Keywords ?? _roots.Keys);
        return near is not null && NearestKey.Distance(word, near) <= Math.Max(1, word.Length / 3) ? $"; did you mean '{near}'?" : "";
    }
}
