using Microsoft.Extensions.Configuration;

namespace FailoverIp.Node;

/// <summary>Options that were checked, and what is worth a line in the log when the node starts.</summary>
internal sealed record CheckedOptions(NodeOptions Options, IReadOnlyList<string> Warnings)
{
    /// <summary>Reads a section of an application's configuration.</summary>
    /// <exception cref="FailoverIpException">It cannot work; the message holds every problem, each with its key.</exception>
    public static CheckedOptions Read(IConfiguration section)
    {
        var problems = new ProblemList();
        var options = new ConfigurationChecker(problems).Check(SectionTree.Read(section));
        var found = problems.ToSorted();
        if (problems.HasErrors)
            throw new FailoverIpException(FailoverErrorKind.Configuration, string.Join("; ", found.Where(p => !p.IsWarning)));
        return new(options, [.. found.Select(p => p.ToString())]);
    }
}
