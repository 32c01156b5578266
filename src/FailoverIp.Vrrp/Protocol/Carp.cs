namespace FailoverIp.Vrrp;

/// <summary>
/// Recognises CARP (UCarp, OpenBSD), which has the IP protocol number, group, version and type of VRRPv2. Its messages have 36 bytes: 8 of header,
/// where the fourth is 7, the length of the rest of the authentication data in words; a counter of 8; an HMAC-SHA1 of 20.
/// </summary>
internal static class Carp
{
    private const int Length = 36;
    private const byte VersionAndType = 0x21;
    private const byte AuthenticationLength = 7;

    /// <summary>True for a CARP message. No valid VRRP message is one: VRRPv2 has 44 bytes with seven addresses.</summary>
    public static bool Matches(ReadOnlySpan<byte> payload) =>
        payload.Length == Length && payload[0] == VersionAndType && payload[3] == AuthenticationLength;
}
