using System.Collections.Immutable;
using System.Net;
using FailoverIp.Vrrp.Ipvs;

namespace FailoverIp.Lvs;

/// <summary>
/// Keeps the kernel's table as it should be: changes as they come, a look at the table itself from time to time and after a problem, with growing pauses between.
/// Driven by one loop; it has no thread of its own.
/// </summary>
internal sealed class TableKeeper(IIpvsReconciler reconciler, LvsEngineOptions options)
{
    private static readonly ImmutableDictionary<IpvsServiceKey, TableProblem> None = ImmutableDictionary<IpvsServiceKey, TableProblem>.Empty;

    private TimeSpan _pause;

    /// <summary>Why the table as a whole cannot be used; null where it can.</summary>
    public string? Problem { get; private set; }

    /// <summary>What is wrong with single services.</summary>
    public ImmutableDictionary<IpvsServiceKey, TableProblem> Problems { get; private set; } = None;

    /// <summary>Whether the table is not as it should be.</summary>
    public bool IsAmiss => Problem is not null || !Problems.IsEmpty;

    /// <summary>Whether the table could ever be used.</summary>
    public bool HasWorked { get; private set; }

    /// <summary>What the kernel was asked to change, in all.</summary>
    public long Writes { get; private set; }

    /// <summary>Brings the table to what is desired.</summary>
    /// <param name="desired">Everything this node wants.</param>
    /// <param name="look">True: the time has come to look at the table itself.</param>
    /// <returns>How much was found changed by others, and after which time to look again.</returns>
    public (int Repaired, TimeSpan Next) Keep(IReadOnlyCollection<IpvsVirtualServer> desired, bool look)
    {
        var (problem, problems) = (Problem, Problems);
        var writes = 0;
        try
        {
            var done = reconciler.Reconcile(desired, reread: look || problem is not null);
            writes = done.Writes;
            (Problem, Problems, HasWorked) = (null, ByService(done.Problems), true);
        }
        catch (Exception e)
        {
            (Problem, Problems) = (e is IpvsException ? OneLine.Of(e.Message) : $"the kernel's table: {OneLine.Of(e.Message)}", None);
        }
        Writes += writes;
        // What a look writes is a repair, unless a problem has gone and left its writes.
        var repaired = look && problem is null && Problem is null && problems.Keys.All(Problems.ContainsKey) ? writes : 0;
        return (repaired, Pause(look));
    }

    private TimeSpan Pause(bool look)
    {
        if (!IsAmiss)
        {
            _pause = TimeSpan.Zero;
            return options.RereadInterval;
        }
        if (_pause == TimeSpan.Zero)
            _pause = options.RetryDelay;
        else if (look)
            _pause *= 2;
        if (_pause > options.RereadInterval)
            _pause = options.RereadInterval;
        return _pause;
    }

    private static ImmutableDictionary<IpvsServiceKey, TableProblem> ByService(ImmutableArray<IpvsProblem> problems) => problems.IsDefaultOrEmpty ? None
        : problems.GroupBy(static p => p.Service).ToImmutableDictionary(static g => g.Key, static g => new TableProblem(Line([.. g]), Refused(g)));

    private static ImmutableHashSet<IPEndPoint> Refused(IEnumerable<IpvsProblem> problems) =>
        [.. problems.Where(static p => p.Destination is { Weight: > 0 }).Select(static p => p.Destination!.Address)];

    private static string Line(IpvsProblem[] problems) =>
        OneLine.Of(problems[0].Message) + (problems.Length == 1 ? "" : $" (and {problems.Length - 1} more)");
}
