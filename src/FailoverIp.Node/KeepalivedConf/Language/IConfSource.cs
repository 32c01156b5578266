namespace FailoverIp.Node;

/// <summary>Where the lines of a configuration come from.</summary>
internal interface IConfSource
{
    /// <summary>Where the line is that was read last; without a line before the first and behind the last one.</summary>
    NodeLocation Location { get; }

    /// <summary>The folder of the file that is read.</summary>
    string Folder { get; }

    /// <summary>The next line, without its end; null where there is none left.</summary>
    ReadOnlyMemory<char>? Read();

    /// <summary>Goes on with other files before the rest of this one.</summary>
    void Include(string pattern, ConfIncludeDemands demands);
}

/// <summary>What is a complaint when a file is included. Without any of them, what is not there is passed over.</summary>
[Flags]
internal enum ConfIncludeDemands
{
    None = 0,

    /// <summary>Each file that matches can be read, and is a file that is not executable.</summary>
    Readable = 1,

    /// <summary>A name without wildcards is that of a file.</summary>
    Match = 2,

    /// <summary>A name with wildcards matches a file.</summary>
    WildcardMatch = 4,

    /// <summary>Each of the names in braces is that of a file.</summary>
    BraceMatch = 8,

    All = Readable | Match | WildcardMatch | BraceMatch,
}
