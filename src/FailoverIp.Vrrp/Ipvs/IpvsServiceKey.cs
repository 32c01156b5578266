using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace FailoverIp.Vrrp.Ipvs;

/// <summary>
/// What a virtual service is known by: protocol, address and port, or a firewall mark of one address family (linux/ip_vs.h).
/// Two keys are equal where the kernel takes them for the same service.
/// </summary>
public sealed record IpvsServiceKey
{
    private IpvsServiceKey(AddressFamily family, IpvsProtocol protocol, IPEndPoint? address, uint firewallMark) =>
        (Family, Protocol, Address, FirewallMark) = (family, protocol, address, firewallMark);

    /// <summary><see cref="AddressFamily.InterNetwork"/> or <see cref="AddressFamily.InterNetworkV6"/>.</summary>
    public AddressFamily Family { get; }

    /// <summary>The transport protocol; the kernel lists a service with a firewall mark as TCP whatever it carries.</summary>
    public IpvsProtocol Protocol { get; }

    /// <summary>Address and port (0: all ports, persistent services only); null for a firewall mark.</summary>
    public IPEndPoint? Address { get; }

    /// <summary>The mark, 1 to 4294967295; 0 for a service with an address.</summary>
    public uint FirewallMark { get; }

    /// <summary>A service by protocol, address and port.</summary>
    /// <exception cref="ArgumentException">The address is neither IPv4 nor IPv6.</exception>
    public static IpvsServiceKey Of(IpvsProtocol protocol, IPEndPoint address)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (address.AddressFamily is not (AddressFamily.InterNetwork or AddressFamily.InterNetworkV6))
            throw new ArgumentException("a virtual service has an IPv4 or an IPv6 address", nameof(address));
        // A copy: an IPEndPoint can be changed. Without a scope: IPVS knows none.
        return new(address.AddressFamily, protocol, new(new IPAddress(address.Address.GetAddressBytes()), address.Port), 0);
    }

    /// <summary>A service by the mark that netfilter has put on packets of <paramref name="family"/>.</summary>
    /// <exception cref="ArgumentException">The mark is 0, or the family neither IPv4 nor IPv6.</exception>
    public static IpvsServiceKey OfMark(uint mark, AddressFamily family = AddressFamily.InterNetwork)
    {
        if (mark == 0)
            throw new ArgumentException("a firewall mark is not 0", nameof(mark));
        if (family is not (AddressFamily.InterNetwork or AddressFamily.InterNetworkV6))
            throw new ArgumentException("the family is IPv4 or IPv6", nameof(family));
        return new(family, IpvsProtocol.Tcp, null, mark);
    }

    /// <summary>As <c>ipvsadm -Ln</c> writes it: <c>TCP 203.0.113.10:80</c>, <c>FWM 7</c>, <c>FWM 7 IPv6</c>.</summary>
    public override string ToString() => Address is not null
        ? $"{Protocol.ToString().ToUpperInvariant()} {Address}"
        : Family == AddressFamily.InterNetworkV6 ? $"FWM {FirewallMark} IPv6" : $"FWM {FirewallMark}";

    /// <summary>Reads what <see cref="ToString"/> has written; false for anything else.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out IpvsServiceKey? key)
    {
        key = (text ?? "").Split(' ') switch
        {
            ["FWM", var mark] when TryParseMark(mark, out var value) => OfMark(value),
            ["FWM", var mark, "IPv6"] when TryParseMark(mark, out var value) => OfMark(value, AddressFamily.InterNetworkV6),
            [var name, var address] when TryParseProtocol(name, out var protocol) && IPEndPoint.TryParse(address, out var endPoint) => Of(protocol, endPoint),
            _ => null,
        };
        return key is not null && key.ToString() == text;
    }

    private static bool TryParseMark(string text, out uint mark) => uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out mark) && mark != 0;

    private static bool TryParseProtocol(string text, out IpvsProtocol protocol) =>
        Enum.TryParse(text, ignoreCase: true, out protocol) && Enum.IsDefined(protocol);
}
