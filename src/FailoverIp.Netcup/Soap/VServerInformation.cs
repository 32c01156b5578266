using System.Xml.Linq;

namespace FailoverIp.Netcup;

/// <summary>What <c>getVServerInformation</c> tells about a server's network.</summary>
/// <param name="Ips">Its addresses, the primary one first.</param>
/// <param name="Interfaces">Its interfaces in the service's order.</param>
internal sealed record VServerInformation(IReadOnlyList<string> Ips, IReadOnlyList<VServerInterface> Interfaces)
{
    public static VServerInformation Read(IReadOnlyList<XElement> answer)
    {
        // Servers of different years spell the list serverInterfaces and serverInterface.
        var interfaces = Named(answer, "serverInterfaces").Concat(Named(answer, "serverInterface"))
            .Select(i => (Mac: Named([i], "mac").FirstOrDefault()?.Value.Trim(), Ips: Named([i], "ipv4IP").Concat(Named([i], "ipv6IP")).Select(e => e.Value.Trim())))
            .Where(i => MacAddress.TryParse(i.Mac, out _))
            .Select(i => new VServerInterface(MacAddress.TryParse(i.Mac, out var mac) ? mac : "", [.. i.Ips]));
        return new([.. Named(answer, "ips").Select(e => e.Value.Trim())], [.. interfaces]);
    }

    /// <summary>
    /// The MAC of the interface that a failover address belongs on: the one with the server's primary address, else the first with an address
    /// of its own, else the first. An interface in a cloud VLAN has none.
    /// </summary>
    /// <param name="routed">The address to be routed; where the server holds it already it does not count as its own.</param>
    public string? PrimaryMac(FailoverAddress routed)
    {
        var own = Ips.FirstOrDefault(ip => !VServerAddress.Is(ip, routed));
        var primary = Interfaces.FirstOrDefault(i => own is not null && i.Ips.Contains(own, StringComparer.OrdinalIgnoreCase))
            ?? Interfaces.FirstOrDefault(i => i.Ips.Any(ip => !VServerAddress.Is(ip, routed)))
            ?? (Interfaces.Count > 0 ? Interfaces[0] : null);
        return primary?.Mac;
    }

    private static IEnumerable<XElement> Named(IEnumerable<XElement> parents, string name) => parents.Elements().Where(e => e.Name.LocalName == name);
}

/// <summary>One interface: its MAC in lower case with colons, and its addresses.</summary>
internal sealed record VServerInterface(string Mac, IReadOnlyList<string> Ips);
