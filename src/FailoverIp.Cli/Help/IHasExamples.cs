namespace FailoverIp.Cli.Help;

/// <summary>A command whose help ends with examples.</summary>
internal interface IHasExamples
{
    /// <summary>Whole command lines, a comment after <c>#</c> where it helps.</summary>
    IReadOnlyList<string> Examples { get; }
}
