namespace FailoverIp.Cli.Demo;

/// <summary>What <c>demo --json</c> prints.</summary>
/// <param name="Verified">True where the provider's own state showed the failover IP on the survivor, and the survivor held the role.</param>
/// <param name="Address">The failover IP.</param>
/// <param name="Killed">The node that was killed while Active.</param>
/// <param name="Survivor">The node that took over.</param>
/// <param name="Owner">The server that the provider showed in the end.</param>
/// <param name="ElectedAfterMs">From the kill to the survivor being Active: its Active_Down_Interval.</param>
/// <param name="RoutedAfterMs">From the kill to the route being verified.</param>
/// <param name="Timeline">What happened.</param>
internal sealed record DemoDocument(
    bool Verified, string Address, string Killed, string Survivor, string? Owner, long ElectedAfterMs, long RoutedAfterMs, IReadOnlyList<TimelineEntry> Timeline);
