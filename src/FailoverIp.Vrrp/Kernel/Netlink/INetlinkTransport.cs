namespace FailoverIp.Vrrp.Kernel.Netlink;

/// <summary>The way to the kernel and back.</summary>
internal interface INetlinkTransport : IDisposable
{
    /// <summary>Sends one or several messages; they are carried out before this returns, their answers are read later. Returns 0 or the error number.</summary>
    int Send(ReadOnlySpan<byte> messages);

    /// <summary>Receives one datagram. Returns its length, which is more than the buffer's where it was cut off, or the negated error number (−EAGAIN where there is none).</summary>
    int ReceiveWhole(Span<byte> buffer);
}
