namespace FailoverIp.Lvs;

/// <summary>
/// Sends a datagram (<c>UDP_CHECK</c> in keepalived.conf(5)). Where no reply is required, the server serves unless an ICMP error comes within the connect
/// timeout. Immutable; equal by value.
/// </summary>
public sealed record UdpCheckOptions : CheckOptions
{
    /// <summary>
    /// What is sent, in hexadecimal; null: 32 bytes of text. White space separates bytes: <c>Ab12f 3 456</c> is AB 12 0F 03 45 06. At most 65507 bytes.
    /// </summary>
    public string? Payload { get; init; }

    /// <summary>True: without a reply that fits the server fails.</summary>
    public bool RequireReply { get; init; }

    /// <summary>
    /// What the reply must be, in hexadecimal as <see cref="Payload"/>, <c>x</c> for half a byte that may be anything; null: anything. Compared as far as both are long.
    /// </summary>
    public string? Reply { get; init; }

    /// <summary>The least bytes of a reply, 0 to 65535.</summary>
    public int MinReplyLength { get; init; }

    /// <summary>The most bytes of a reply, 0 to 65535. (keepalived 2.2.7 documents both bounds and looks at neither.)</summary>
    public int MaxReplyLength { get; init; } = 255;

    /// <inheritdoc/>
    public override string Kind => "Udp";

    /// <inheritdoc/>
    public override bool NeedsPort => true;
}
