using System.Collections.Immutable;

namespace FailoverIp.Vrrp;

/// <summary>What <see cref="VrrpLastWill.Execute"/> has done.</summary>
/// <param name="Routers">The virtual routers that were resigned for and cleaned up after; 0: there was nothing to do.</param>
/// <param name="Elapsed">How long it took.</param>
/// <param name="Failures">What did not work, each one line.</param>
public sealed record VrrpLastWillResult(int Routers, TimeSpan Elapsed, ImmutableArray<string> Failures);
