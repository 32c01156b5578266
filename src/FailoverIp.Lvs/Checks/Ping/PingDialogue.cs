using System.Buffers.Binary;
using System.Security.Cryptography;
using FailoverIp.Lvs.Loop;

namespace FailoverIp.Lvs.Ping;

/// <summary>One echo request and its reply (RFC 792, RFC 4443). The kernel sets the checksum of ICMPv6, and the identifier where the socket is not raw.</summary>
internal sealed class PingDialogue(bool isIPv6) : Dialogue
{
    private const int EchoRequest = 8, EchoReply = 0, EchoRequest6 = 128, EchoReply6 = 129;
    private const int HeaderLength = 8, CookieLength = 16;
    private readonly byte[] _request = new byte[64];

    public override Turn Begin()
    {
        RandomNumberGenerator.Fill(_request.AsSpan(4, 4 + CookieLength)); // identifier, sequence, and what tells our reply from others'
        _request[0] = (byte)(isIPv6 ? EchoRequest6 : EchoRequest);
        BinaryPrimitives.WriteUInt16BigEndian(_request.AsSpan(2), 0);
        if (!isIPv6)
            BinaryPrimitives.WriteUInt16BigEndian(_request.AsSpan(2), Checksum(_request));
        Output = _request;
        return Turn.Send;
    }

    public override Turn Received(ReadOnlySpan<byte> data)
    {
        // A raw IPv4 socket gives the IP header as well; no ICMP type has its version in this place.
        if (!isIPv6 && data.Length > 20 && data[0] >> 4 == 4)
            data = data[Math.Min(data.Length, (data[0] & 0xf) * 4)..];
        var isOurs = data.Length == _request.Length && data[0] == (isIPv6 ? EchoReply6 : EchoReply)
            && data.Slice(HeaderLength, CookieLength).SequenceEqual(_request.AsSpan(HeaderLength, CookieLength));
        return isOurs ? Pass() : Turn.Receive;
    }

    public override Turn TimedOut(TimeSpan silence) => Fail($"no echo reply within {Seconds(silence)}");

    private static ushort Checksum(ReadOnlySpan<byte> data)
    {
        uint sum = 0;
        for (var i = 0; i < data.Length; i += 2)
            sum += BinaryPrimitives.ReadUInt16BigEndian(data[i..]);
        sum = (sum & 0xffff) + (sum >> 16);
        return (ushort)~(sum + (sum >> 16));
    }
}
