using System.Collections.Immutable;

namespace FailoverIp.Vrrp.Kernel;

/// <summary>A value that a setting should have.</summary>
/// <param name="Sources">The settings whose greatest value counts: of an interface the kernel takes the greater of its own and that of "all".</param>
/// <param name="Good">The values that are right.</param>
/// <param name="Mend">What makes it right, in this order.</param>
/// <param name="Reason">Why it matters: what happens otherwise.</param>
/// <param name="IsRequired">False: a recommendation; the configuration works without it.</param>
internal sealed record SysctlExpectation(
    ImmutableArray<SysctlName> Sources, ImmutableArray<int> Good, ImmutableArray<(SysctlName Name, int Value)> Mend, string Reason, bool IsRequired);
