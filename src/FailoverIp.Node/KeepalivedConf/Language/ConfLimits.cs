namespace FailoverIp.Node;

/// <summary>Bounds of a keepalived.conf with everything that it includes.</summary>
internal static class ConfLimits
{
    /// <summary>The longest line, as keepalived reads it: what is longer counts as another line from there on.</summary>
    public const int LineLength = 1023;

    /// <summary>How much text is read, of all files together.</summary>
    public const int TotalLength = 64 * 1024 * 1024;

    /// <summary>How many files may be open within one another.</summary>
    public const int IncludeDepth = 32;

    /// <summary>How many files are read.</summary>
    public const int Files = 10_000;

    /// <summary>How many lines there may be after definitions and sequences were put in.</summary>
    public const int Lines = 5_000_000;

    /// <summary>How often definitions are put into one line: one that contains itself never ends.</summary>
    public const int Replacements = 1000;
}
