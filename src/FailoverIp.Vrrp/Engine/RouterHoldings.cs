using System.Collections.Immutable;

namespace FailoverIp.Vrrp;

/// <summary>What a virtual router has in the kernel besides its addresses, and what of all that is missing. Written by the processor's thread alone.</summary>
internal sealed class RouterHoldings
{
    private volatile ImmutableList<string> _problems = [];
    private ImmutableList<string> _problemsBefore = [];
    private long _repairs;

    /// <param name="options">The options.</param>
    /// <param name="addresses">How many addresses they have.</param>
    /// <param name="before">What the router had with its options before; null at first.</param>
    public RouterHoldings(VirtualRouterOptions options, int addresses, RouterHoldings? before = null)
    {
        (IsHeld, WaitingAnnouncements, _repairs) = (before?.IsHeld ?? false, before?.WaitingAnnouncements ?? 0, before?.Repairs ?? 0);
        Routes = Present(options.VirtualRoutes);
        Rules = Present(options.VirtualRules);
        RouteInterfaces = [.. Routes.Select(NamesOf)];
        Indexes = [.. RouteInterfaces.Select(n => new int[n.Length])];
        MissingAddresses = new bool[addresses];
        MissingRoutes = new bool[Routes.Length];
        MissingRules = new bool[Rules.Length];
        if (before is not { IsHeld: true, IsMissingAny: true })
            return;
        // What was missing may be there under other options, or be another thing: whatever there is now is put in place again.
        MarkAllMissing();
        (_problems, _problemsBefore) = (before._problems, before._problemsBefore);
    }

    public ImmutableArray<VirtualRoute> Routes { get; }

    public ImmutableArray<VirtualRule> Rules { get; }

    /// <summary>The names of the interfaces of each route: one, or one for each of its ways; null where none is named.</summary>
    public string?[][] RouteInterfaces { get; }

    /// <summary>Room for the indexes of <see cref="RouteInterfaces"/>.</summary>
    public int[][] Indexes { get; }

    public bool[] MissingAddresses { get; }

    public bool[] MissingRoutes { get; }

    public bool[] MissingRules { get; }

    /// <summary>The routes and rules that the kernel has refused from the beginning of the role, by the options' own objects.</summary>
    public HashSet<object> NeverThere { get; } = new(ReferenceEqualityComparer.Instance);

    /// <summary>True where something was put back in this role, or that was tried.</summary>
    public bool HasRepaired { get; set; }

    /// <summary>True where something is to be put back.</summary>
    public bool IsMissingAny => IsUnsure || MissingAddresses.Contains(true) || MissingRoutes.Contains(true) || MissingRules.Contains(true);

    /// <summary>True where what counts as missing may be there: notifications were lost, or the options have changed.</summary>
    public bool IsUnsure { get; private set; }

    /// <summary>True from before the first is added until after the last is removed.</summary>
    public bool IsHeld { get; set; }

    /// <summary>Announcements that wait for their turn on an interface.</summary>
    public int WaitingAnnouncements { get; set; }

    /// <summary>What of it does not work, each one line.</summary>
    public ImmutableList<string> Problems => _problems;

    /// <summary>How often something that was lost was put back.</summary>
    public long Repairs => Volatile.Read(ref _repairs);

    public void CountRepair() => Volatile.Write(ref _repairs, _repairs + 1);

    /// <summary>Notes a problem. False where it is known.</summary>
    public bool AddProblem(string problem)
    {
        if (_problems.Contains(problem))
            return false;
        _problems = _problems.Add(problem);
        return !_problemsBefore.Contains(problem);
    }

    /// <summary>Forgets the problems, as a new attempt is made; those that come again are no news.</summary>
    public void RetryProblems() => (_problemsBefore, _problems) = (_problems, []);

    /// <summary>Forgets the problems: the role is over.</summary>
    public void ClearProblems() => _problemsBefore = _problems = [];

    /// <summary>Nobody knows what is there: all of it is put in place again.</summary>
    public void MarkAllMissing()
    {
        Array.Fill(MissingAddresses, true);
        Array.Fill(MissingRoutes, true);
        Array.Fill(MissingRules, true);
        IsUnsure = true;
    }

    public void ClearMissing()
    {
        Array.Clear(MissingAddresses);
        Array.Clear(MissingRoutes);
        Array.Clear(MissingRules);
        IsUnsure = false;
    }

    /// <summary>The names of the interfaces of a route: one, or one for each of its ways; null where none is named.</summary>
    public static string?[] NamesOf(VirtualRoute route) =>
        route.NextHops.IsDefaultOrEmpty ? [route.Interface] : [.. route.NextHops.Select(h => h.Interface)];

    private static ImmutableArray<T> Present<T>(ImmutableArray<T> array) => array.IsDefault ? [] : array;
}
