using System.Collections.Immutable;

namespace FailoverIp.Lvs;

/// <summary>Virtual servers that cannot work. The message names every problem, in one line.</summary>
public sealed class LvsException : Exception
{
    /// <summary>The problems, none of them a warning.</summary>
    public LvsException(ImmutableArray<VirtualServerProblem> problems, Exception? innerException = null)
        : base(string.Join("; ", problems), innerException) => Problems = problems;

    /// <summary>What is wrong, and where.</summary>
    public ImmutableArray<VirtualServerProblem> Problems { get; }
}
