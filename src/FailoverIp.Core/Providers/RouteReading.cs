namespace FailoverIp;

/// <summary>Who owned an address when it was read, in the provider's own words.</summary>
/// <param name="Target">The target's own name, such as netcup's server name where the configuration gives its number.</param>
/// <param name="Owner">The owner's name; null where the address is routed nowhere, or was not looked for (<see cref="RouteRequest.FindOwner"/>).</param>
/// <param name="RoutedToTarget">True where the owner is the target.</param>
public sealed record RouteReading(string Target, string? Owner, bool RoutedToTarget);
