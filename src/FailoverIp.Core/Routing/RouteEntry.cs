using System.Diagnostics.CodeAnalysis;

namespace FailoverIp;

/// <summary>One address with all that its routing needs. A reload that leaves the address and its account as they are leaves this object as it is.</summary>
/// <param name="route">The address.</param>
/// <param name="provider">The account, made on first use.</param>
/// <param name="clock">The time.</param>
[SuppressMessage("Design", "CA1001", Justification = "The source has no timer, and late work may still look at its token.")]
internal sealed class RouteEntry(FailoverRoute route, Func<IFailoverIpProvider> provider, TimeProvider clock)
{
    private readonly CancellationTokenSource _replaced = new();

    public RouteEntry(FailoverRoute route, ProviderAccount account, TimeProvider clock)
        : this(route, account.Get, clock) => Account = account;

    public FailoverRoute Route => route;

    /// <summary>What tells one account from another of the same name; null where accounts are never replaced.</summary>
    public ProviderAccount? Account { get; }

    public RoutePipeline Pipeline { get; } = new(route.Retry, clock);

    public Func<IFailoverIpProvider> Provider => provider;

    /// <summary>Falls when another configuration has taken this one's place: what is done on behalf of the old one ends.</summary>
    public CancellationToken Replaced => _replaced.Token;

    public void Replace() => _replaced.Cancel();
}
