namespace FailoverIp.Node;

/// <summary>The keywords of a block, and what each does.</summary>
internal sealed class ConfBlock
{
    private readonly Dictionary<string, ConfKeyword> _words = new(StringComparer.Ordinal);

    /// <summary>What is done at the end of the block.</summary>
    public Action? End { get; init; }

    /// <summary>What a keyword does with its line.</summary>
    public Action<ConfLine> this[string keyword]
    {
        set => _words[keyword] = new(value, null);
    }

    /// <summary>Adds a keyword that has a block of its own.</summary>
    public void Add(string keyword, Action<ConfLine>? begin, ConfBlock block) => _words[keyword] = new(begin, block);

    /// <summary>Another spelling of a keyword that is there.</summary>
    public void Alias(string other, string keyword) => _words[other] = _words[keyword];

    public ConfKeyword? Find(string word) => _words.GetValueOrDefault(word);

    public IEnumerable<string> Keywords => _words.Keys;
}

/// <summary>A keyword of a block.</summary>
/// <param name="Handle">What it does; null: nothing but to begin its block.</param>
/// <param name="Block">Its own block; null where it has none, or reads one line by line itself.</param>
internal sealed record ConfKeyword(Action<ConfLine>? Handle, ConfBlock? Block);

/// <summary>Which of keepalived's processes carry out a keyword of the outermost level. The others leave its block out.</summary>
[Flags]
internal enum ConfProcesses
{
    None = 0,
    Parent = 1,
    Checkers = 2,
    Vrrp = 4,
    Bfd = 8,
    All = Parent | Checkers | Vrrp | Bfd,
}

/// <summary>A keyword of the outermost level.</summary>
/// <param name="Name">The keyword.</param>
/// <param name="Processes">Who knows it.</param>
/// <param name="Handle">What it does with its line.</param>
/// <param name="Block">Its block; null where it has none, or reads one line by line itself.</param>
internal sealed record ConfRoot(string Name, ConfProcesses Processes, Action<ConfLine>? Handle, ConfBlock? Block = null);
