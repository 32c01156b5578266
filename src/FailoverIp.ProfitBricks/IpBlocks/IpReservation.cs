using System.Net;

namespace FailoverIp.ProfitBricks;

/// <summary>A reserved block of public IPv4 addresses. It belongs to the contract, and is paid for, until it is released.</summary>
/// <param name="Id">The block's UUID.</param>
/// <param name="Name">The name it was given; null for none.</param>
/// <param name="Location">Where its addresses can be used, such as <c>de/fra</c>.</param>
/// <param name="Addresses">Its addresses.</param>
/// <param name="Uses">Who uses them now; an address without a use is free.</param>
public sealed record IpReservation(string Id, string? Name, string Location, IReadOnlyList<IPAddress> Addresses, IReadOnlyList<IpUse> Uses)
{
    internal static IpReservation Of(IpBlock block) => new(
        block.Id ?? "",
        block.Properties?.Name,
        block.Properties?.Location ?? "",
        [.. block.Properties?.Ips?.Select(Ip).OfType<IPAddress>() ?? []],
        [.. block.Properties?.IpConsumers?.Where(c => c is not null).Select(IpUse.Of).OfType<IpUse>() ?? []]);

    internal static IPAddress? Ip(string? text) => IPAddress.TryParse(text, out var ip) ? ip : null;
}

/// <summary>The use of a reserved address.</summary>
/// <param name="Address">The address.</param>
/// <param name="User">Who uses it, in the words of <see cref="RouteReading.Owner"/> where it is a server: <c>SERVER/NIC</c>, otherwise what the service tells.</param>
public sealed record IpUse(IPAddress Address, string User)
{
    internal static IpUse? Of(IpConsumer consumer) => IpReservation.Ip(consumer.Ip) is { } ip
        ? new(ip, NicId.Of(consumer)?.ToString() ?? OneLine.Of(consumer.ServerName ?? consumer.K8sNodePoolUuid ?? consumer.K8sClusterUuid ?? "unknown"))
        : null;
}
