using System.Collections.Immutable;
using System.Net.Sockets;
using FailoverIp.Vrrp.Kernel.Netlink;

namespace FailoverIp.Vrrp.Ipvs;

/// <summary>Collects what one kind of answer holds. A message that cannot be understood is remembered: half a table is worse than none.</summary>
internal abstract class IpvsAnswers<T> : INetlinkAnswer
{
    private readonly ImmutableArray<T>.Builder _entries = ImmutableArray.CreateBuilder<T>();

    public bool IsDamaged { get; private set; }

    public void Begin()
    {
        _entries.Clear();
        IsDamaged = false;
    }

    public void Add(ReadOnlySpan<byte> payload)
    {
        if (TryRead(payload, out var entry))
            _entries.Add(entry);
        else
            IsDamaged = true;
    }

    public ImmutableArray<T> ToArray() => _entries.DrainToImmutable();

    protected abstract bool TryRead(ReadOnlySpan<byte> payload, out T entry);
}

internal sealed class IpvsServiceAnswers(NetlinkByteOrder order) : IpvsAnswers<IpvsServiceEntry>
{
    protected override bool TryRead(ReadOnlySpan<byte> payload, out IpvsServiceEntry entry)
    {
        var isRead = IpvsServiceMessage.TryRead(payload, order, out var message);
        entry = isRead ? message.ToEntry() : null!;
        return isRead;
    }
}

internal sealed class IpvsDestinationAnswers(NetlinkByteOrder order) : IpvsAnswers<IpvsDestinationEntry>
{
    /// <summary>The family of the service whose real servers are read.</summary>
    public AddressFamily Family { get; set; }

    protected override bool TryRead(ReadOnlySpan<byte> payload, out IpvsDestinationEntry entry)
    {
        var isRead = IpvsDestinationMessage.TryRead(payload, Family, order, out var message);
        entry = isRead ? message.ToEntry() : null!;
        return isRead;
    }
}

internal sealed class IpvsDaemonAnswers(NetlinkByteOrder order) : IpvsAnswers<IpvsSyncDaemon>
{
    protected override bool TryRead(ReadOnlySpan<byte> payload, out IpvsSyncDaemon entry)
    {
        var read = IpvsMessages.ReadDaemon(payload, order);
        entry = read!;
        return read is not null;
    }
}

internal sealed class IpvsInfoAnswers(NetlinkByteOrder order) : IpvsAnswers<IpvsInfo>
{
    protected override bool TryRead(ReadOnlySpan<byte> payload, out IpvsInfo entry)
    {
        var read = IpvsMessages.ReadInfo(payload, order);
        entry = read!;
        return read is not null;
    }
}

internal sealed class IpvsTimeoutAnswers(NetlinkByteOrder order) : IpvsAnswers<IpvsTimeouts>
{
    protected override bool TryRead(ReadOnlySpan<byte> payload, out IpvsTimeouts entry)
    {
        var read = IpvsMessages.ReadTimeouts(payload, order);
        entry = read!;
        return read is not null;
    }
}
