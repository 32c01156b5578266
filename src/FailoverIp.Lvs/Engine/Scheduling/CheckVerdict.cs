namespace FailoverIp.Lvs;

/// <summary>A result of a check that changes something, or that is to be reported.</summary>
/// <param name="Counts">False: a failure that will be repeated first.</param>
/// <param name="State">What the check says.</param>
internal readonly record struct CheckVerdict(bool Counts, CheckState State)
{
    /// <summary>True: it says nothing about the target, but that it could not be asked, or can be asked again.</summary>
    public bool IsOfAsking { get; init; }
}
