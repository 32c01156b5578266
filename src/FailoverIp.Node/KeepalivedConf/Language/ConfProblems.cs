using System.Collections.Immutable;

namespace FailoverIp.Node;

/// <summary>What was found in a keepalived.conf, in keepalived's eyes and in ours.</summary>
internal sealed class ConfProblems
{
    private const int Most = 1000;

    private readonly List<ConfigurationProblem> _complaints = [];
    private readonly List<ConfigurationProblem> _notes = [];
    private readonly HashSet<(NodeLocation, string)> _told = [];

    /// <summary>What keepalived reports; its test then fails. What it would not even start with is no warning.</summary>
    public IReadOnlyList<ConfigurationProblem> Complaints => _complaints;

    /// <summary>What is not carried out here, and what is worth a look: warnings, and what is refused.</summary>
    public IReadOnlyList<ConfigurationProblem> Notes => _notes;

    /// <summary>Whether further complaints are not kept, but for what keepalived would not run with: nobody need put them into words.</summary>
    public bool IsFull => _complaints.Count > Most;

    /// <summary>Whether keepalived would not run this.</summary>
    public bool IsFatal { get; private set; }

    /// <summary>keepalived reports it, puts something in its place or leaves it out, and goes on.</summary>
    public void Complain(NodeLocation location, string message) => Add(_complaints, location, message, isWarning: true);

    /// <summary>keepalived would not run.</summary>
    public void Die(NodeLocation location, string message)
    {
        IsFatal = true;
        Add(_complaints, location, message, isWarning: false);
    }

    /// <summary>keepalived says nothing of it, and carries it out; we do not.</summary>
    public void NotSupported(NodeLocation location, string message) => Add(_notes, location, message, isWarning: true);

    /// <summary>Worth a look, and nothing more.</summary>
    public void Note(NodeLocation location, string message) => Add(_notes, location, message, isWarning: true);

    /// <summary>keepalived would run this, and it would not be safe to run the rest of it without.</summary>
    public void Refuse(NodeLocation location, string message) => Add(_notes, location, message, isWarning: false);

    /// <summary>Adds what another list has.</summary>
    public void Take(ConfProblems others)
    {
        IsFatal |= others.IsFatal;
        foreach (var problem in others._complaints)
            Add(_complaints, new(problem.File, problem.Line), problem.Message, problem.IsWarning);
        foreach (var problem in others._notes)
            Add(_notes, new(problem.File, problem.Line), problem.Message, problem.IsWarning);
    }

    private void Add(List<ConfigurationProblem> list, NodeLocation location, string message, bool isWarning)
    {
        // One more than the most says that there are more; of those that keepalived would not run with as many again are kept.
        if (list.Count > (isWarning ? Most : 2 * Most) || !_told.Add((location, message)))
            return;
        if (list.Count < Most)
            list.Add(new(location.Source, location.Line, message, isWarning));
        else if (list.Count == Most)
            list.Add(new(location.Source, 0, $"there are more problems than the first {Most}", isWarning));
        else if (!isWarning)
            list.Insert(0, new(location.Source, location.Line, message));
    }
}
