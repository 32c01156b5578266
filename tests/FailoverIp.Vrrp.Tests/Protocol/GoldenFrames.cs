using System.Net;

namespace FailoverIp.Vrrp.Tests.Protocol;

/// <summary>VRRP messages as other implementations put them on the wire.</summary>
internal static class GoldenFrames
{
    public const string V2 = "210ac80200019225c0000265c00002660000000000000000"; // keepalived, 192.0.2.101 and .102
    public const string V2Password = "210ac8010101e640c00002657333637265743132"; // keepalived, "s3cret12"
    public const string V3 = "310ac8020064df2dc0000265c0000266"; // keepalived, 192.0.2.1 to 224.0.0.18
    public const string V3MessageOnly = "310ac8020064828ac0000201c0000202";
    public const string V3PseudoHeader = "310ac8020064defbc0000201c0000202"; // from 192.0.2.251
    public const string V3IPv6 = "310a640200643f5dfe80000000000000000000000000000120010db8000000000000000000000001"; // from fe80::c8
    public const string V2NoAuthentication = "210ac802000192edc0000201c00002020000000000000000";
    public const string V2Vrid51 = "21331e010001b5c50a0001050000000000000000"; // holo

    public static VrrpPacketContext FromTo(string source, string destination, byte ttl = 255) =>
        VrrpPacketContext.For(IPAddress.Parse(source), IPAddress.Parse(destination), ttl);

    public static VrrpPacketContext IPv4 => FromTo("192.0.2.1", "224.0.0.18");

    public static VrrpPacketContext IPv6 => FromTo("fe80::c8", "ff02::12");

    public static byte[] Bytes(string hex) => Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
}
