using System.Net;
using System.Net.Sockets;

namespace FailoverIp.Simulation;

/// <summary>IPv4 addresses as texts, written in the usual way: four numbers without leading zeros.</summary>
internal static class Ipv4
{
    public static bool IsAddress(string? text) =>
        IPAddress.TryParse(text, out var address) && address.AddressFamily == AddressFamily.InterNetwork && address.ToString() == text;

    /// <summary>True for an address of RFC 1918.</summary>
    public static bool IsPrivate(string text) => IPAddress.Parse(text).GetAddressBytes() switch
    {
        [10, ..] or [192, 168, ..] => true,
        [172, var second, ..] => second is >= 16 and < 32,
        _ => false,
    };
}
