namespace FailoverIp.Vrrp.State;

/// <summary>A kernel setting of an interface that was there before, and what it was changed to.</summary>
/// <param name="Name">Below /proc/sys/net, such as <c>ipv4/conf/eth1/arp_ignore</c>.</param>
/// <param name="Before">What it was.</param>
/// <param name="After">What it is now.</param>
internal sealed record ChangedSetting(string Name, int Before, int After);
