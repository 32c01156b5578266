using FailoverIp.Lvs.Loop;

namespace FailoverIp.Lvs.Udp;

/// <summary>One datagram, and a reply or the absence of an ICMP error.</summary>
internal sealed class UdpDialogue : Dialogue
{
    private const int MaxPayload = 65_507;
    private readonly bool _replyRequired;
    private readonly HexPattern? _reply;
    private readonly int _min;
    private readonly int _max;

    /// <exception cref="ArgumentException">The options make no sense; the message names one.</exception>
    public UdpDialogue(UdpCheckOptions options)
    {
        Output = options.Payload is null ? "FailoverIp check - FailoverIp ch"u8.ToArray() : HexPattern.Parse(options.Payload, nameof(options.Payload), wildcards: false).Value;
        if (Output.Length > MaxPayload)
            throw BadOption.Of($"{nameof(options.Payload)}: {Output.Length} bytes are more than a datagram holds");
        if (options.MinReplyLength < 0 || options.MaxReplyLength < options.MinReplyLength || options.MaxReplyLength > ushort.MaxValue)
            throw BadOption.Of($"{nameof(options.MinReplyLength)}, {nameof(options.MaxReplyLength)}: {options.MinReplyLength} to {options.MaxReplyLength} is not a range within 0 to 65535");
        _replyRequired = options.RequireReply || options.Reply is not null;
        _reply = options.Reply is null ? null : HexPattern.Parse(options.Reply, nameof(options.Reply), wildcards: true);
        (_min, _max) = (options.MinReplyLength, options.MaxReplyLength);
    }

    public override Turn Begin() => Turn.Send;

    public override Turn Received(ReadOnlySpan<byte> data)
    {
        if (!_replyRequired)
            return Pass();
        if (data.Length < _min || data.Length > _max)
            return Fail($"the reply has {data.Length} bytes, expected {_min} to {_max}");
        return _reply?.Fits(data) == false ? Fail($"the reply {Hex(data)} is not the one expected") : Pass();
    }

    public override Turn TimedOut(TimeSpan silence) => _replyRequired ? Fail($"no reply within {Seconds(silence)}") : Pass();

    private static string Hex(ReadOnlySpan<byte> data) => Convert.ToHexStringLower(data[..Math.Min(data.Length, 32)]) + (data.Length > 32 ? "…" : "");
}
