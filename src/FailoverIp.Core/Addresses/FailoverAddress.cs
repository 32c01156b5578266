using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace FailoverIp;

/// <summary>
/// A failover address as a value: one IPv4 address (<c>203.0.113.10/32</c>) or an IPv6 prefix (<c>2001:db8:a:20::/64</c>). Two are equal
/// where family, network and prefix length are equal; nothing is ever compared as text.
/// </summary>
/// <remarks>
/// Accepted are dotted quads in decimal without leading zeros, with or without <c>/32</c>, and IPv6 in any form of RFC 4291 with a
/// prefix length from 1 to 128 (128 where none is given) and no bits set beyond it. Zones, IPv4-mapped, unspecified, loopback and
/// multicast addresses are refused: none of them can be routed to a server.
/// </remarks>
public readonly struct FailoverAddress : IEquatable<FailoverAddress>, IParsable<FailoverAddress>
{
    private readonly IPAddress? _address;

    private FailoverAddress(IPAddress address, int prefixLength)
    {
        _address = address;
        PrefixLength = prefixLength;
    }

    /// <summary>The address, or for an IPv6 prefix its first address.</summary>
    public IPAddress Address => _address ?? IPAddress.Any;

    /// <summary>The prefix length in bits: 32 for IPv4, 1 to 128 for IPv6.</summary>
    public int PrefixLength { get; }

    /// <summary><see cref="AddressFamily.InterNetwork"/> or <see cref="AddressFamily.InterNetworkV6"/>.</summary>
    public AddressFamily Family => Address.AddressFamily;

    /// <summary>Reads an address, or throws with the reason.</summary>
    /// <exception cref="FormatException">The text is not a failover address; the message says why.</exception>
    public static FailoverAddress Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TryParse(text, out var address, out var problem) ? address : throw new FormatException(problem);
    }

    static FailoverAddress IParsable<FailoverAddress>.Parse(string s, IFormatProvider? provider) => Parse(s);

    static bool IParsable<FailoverAddress>.TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out FailoverAddress result) => TryParse(s, out result, out _);

    /// <summary>Reads an address; where it is none, <paramref name="problem"/> says why in words for a person.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out FailoverAddress address, [NotNullWhen(false)] out string? problem)
    {
        address = default;
        var slash = text?.IndexOf('/', StringComparison.Ordinal) ?? -1;
        var host = slash < 0 ? text : text![..slash];
        if (string.IsNullOrEmpty(host) || host.Contains('%', StringComparison.Ordinal) || host.Contains('[', StringComparison.Ordinal) || !IPAddress.TryParse(host, out var ip)
            || (ip.AddressFamily == AddressFamily.InterNetwork && ip.ToString() != host))
            return Fail($"'{text}' is not an IP address", out problem);
        if (ip.IsIPv4MappedToIPv6 || IPAddress.IsLoopback(ip) || ip.IsIPv6Multicast || ip.Equals(IPAddress.Any) || ip.Equals(IPAddress.IPv6Any)
            || (ip.AddressFamily == AddressFamily.InterNetwork && ip.GetAddressBytes()[0] >= 224))
            return Fail($"'{text}' is not an address that can be routed to a server", out problem);

        var bits = ip.AddressFamily == AddressFamily.InterNetwork ? 32 : 128;
        var length = bits;
        if (slash >= 0 && (text.AsSpan(slash + 1).StartsWith("0") || !int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out length) || length < 1 || length > bits))
            return Fail($"'{text}' has a prefix length that is not between 1 and {bits}", out problem);
        if (bits == 32 && length != 32)
            return Fail($"'{text}': an IPv4 failover address is a single one (/32)", out problem);
        if (!HasNoHostBits(ip, length))
            return Fail($"'{text}' has bits set beyond its prefix length", out problem);

        address = new(ip, length);
        problem = null;
        return true;
    }

    /// <inheritdoc/>
    public bool Equals(FailoverAddress other) => PrefixLength == other.PrefixLength && Address.Equals(other.Address);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is FailoverAddress other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Address, PrefixLength);

    /// <summary>The address with its prefix length, such as <c>203.0.113.10/32</c>.</summary>
    public override string ToString() => $"{Address}/{PrefixLength}";

    /// <summary>Equality by value.</summary>
    public static bool operator ==(FailoverAddress left, FailoverAddress right) => left.Equals(right);

    /// <summary>Inequality by value.</summary>
    public static bool operator !=(FailoverAddress left, FailoverAddress right) => !left.Equals(right);

    private static bool HasNoHostBits(IPAddress ip, int length)
    {
        var bytes = ip.GetAddressBytes();
        for (var bit = length; bit < bytes.Length * 8; bit++)
        {
            if ((bytes[bit / 8] & (0x80 >> (bit % 8))) != 0)
                return false;
        }
        return true;
    }

    private static bool Fail(string reason, out string problem)
    {
        problem = reason;
        return false;
    }
}
