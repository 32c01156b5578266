using System.Globalization;

namespace FailoverIp.Vrrp.Kernel;

/// <summary>Compares kernel settings (<c>sysctl</c>) with what virtual servers need, and sets them when asked to. In the network namespace of the calling thread.</summary>
public sealed class SysctlCheck
{
    private readonly string _root;

    /// <summary>A check of this machine.</summary>
    public SysctlCheck()
        : this("/proc/sys")
    {
    }

    internal SysctlCheck(string root) => _root = root;

    /// <summary>What is not as it should be, the most important first; nothing is changed.</summary>
    public IReadOnlyList<SysctlProblem> Check(SysctlFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        return [.. Failing(facts).Select(f => f.Problem)];
    }

    /// <summary>
    /// Sets what <see cref="Check"/> finds and is required; returns what remains. Nothing is set back later: other software may rely on it by then, and it is not
    /// known what it should be.
    /// </summary>
    public IReadOnlyList<SysctlProblem> Apply(SysctlFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        var refusals = new Dictionary<string, string>();
        foreach (var (expectation, problem) in Failing(facts))
        {
            if (!expectation.IsRequired || problem.Value is null || Write(expectation) is not { } refusal)
                continue;
            refusals[problem.Command] = refusal;
            break; // what follows may do harm without it, as forwarding without accept_ra
        }
        return [.. Failing(facts).Select(f => refusals.TryGetValue(f.Problem.Command, out var why) ? f.Problem with { Reason = $"{f.Problem.Reason}; it could not be set: {why}" } : f.Problem)];
    }

    private IEnumerable<(SysctlExpectation Expectation, SysctlProblem Problem)> Failing(SysctlFacts facts) =>
        SysctlRules.Expect(facts)
            .Select(e => (Expectation: e, Problem: Compare(e)))
            .Where(f => f.Problem is not null)
            .Select(f => (f.Expectation, Problem: f.Problem!))
            .DistinctBy(f => f.Problem.Command)
            .OrderByDescending(f => f.Expectation.IsRequired);

    private SysctlProblem? Compare(SysctlExpectation expectation)
    {
        var values = expectation.Sources.Select(s => (Name: s, Value: Read(s))).ToArray();
        var decisive = values.Where(v => v.Value is not null).OrderBy(v => v.Value).LastOrDefault();
        var command = $"sysctl -w {string.Join(' ', expectation.Mend.Select(m => $"{m.Name}={m.Value.ToString(CultureInfo.InvariantCulture)}"))}";
        if (decisive.Value is { } value)
            return expectation.Good.Contains(value) ? null : new(decisive.Name.ToString(), value, expectation.Reason, command, expectation.IsRequired);
        // Without the protocol or the module there is nothing to recommend.
        return expectation.IsRequired ? new(expectation.Sources[^1].ToString(), null, expectation.Reason, command, IsRequired: true) : null;
    }

    private int? Read(SysctlName name)
    {
        try
        {
            return int.TryParse(File.ReadAllText(Path.Combine(_root, name.File)), CultureInfo.InvariantCulture, out var value) ? value : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private string? Write(SysctlExpectation expectation)
    {
        try
        {
            foreach (var (name, value) in expectation.Mend)
                File.WriteAllText(Path.Combine(_root, name.File), value.ToString(CultureInfo.InvariantCulture));
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e is UnauthorizedAccessException ? "the right is missing, or /proc/sys is read-only" : e.Message;
        }
    }
}
