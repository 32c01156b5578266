namespace FailoverIp.Vrrp.Wire;

/// <summary>
/// The sockets of all adverts: one that listens for each <see cref="AdvertChannel"/>, one that sends for each interface and family, and one for all interfaces
/// that are made for virtual routers. Used by the engine's thread alone.
/// </summary>
internal sealed class AdvertSockets : IDisposable
{
    private readonly Dictionary<AdvertChannel, AdvertSocket> _listening = [];
    private readonly Dictionary<int, AdvertSocket> _byDescriptor = [];
    private readonly Dictionary<(int InterfaceIndex, bool IsIPv6), TransmitSocket> _sending = [];
    private readonly Action<AdvertSocket> _onOpened;
    private readonly AdvertBatch _batch;
    private TransmitSocket? _links;

    /// <param name="onOpened">Takes each new socket that listens.</param>
    /// <param name="onFailure">Told of the first failure in a row to send on a socket.</param>
    /// <param name="onSendingAgain">Told of the interface of a packet that is the first to be sent after such failures.</param>
    public AdvertSockets(Action<AdvertSocket> onOpened, Action<TransmitSocket, int> onFailure, Action<int> onSendingAgain) =>
        (_onOpened, _batch) = (onOpened, new(onFailure, onSendingAgain));

    /// <summary>The socket that listens, by its descriptor; null where there is none (any more).</summary>
    public AdvertSocket? this[int fd] => _byDescriptor.GetValueOrDefault(fd);

    /// <summary>Opens what a channel needs. Returns null, or why it cannot, one line.</summary>
    public string? Open(AdvertChannel channel)
    {
        if (_listening.ContainsKey(channel))
            return null;
        AdvertSocket? socket = null;
        try
        {
            socket = new(channel);
            _onOpened(socket);
            _byDescriptor[socket.Number] = _listening[channel] = socket;
            return null;
        }
        catch (VrrpException e)
        {
            socket?.Dispose();
            return e.Message;
        }
    }

    /// <summary>Opens what sends over an interface. Returns null, or why it cannot, one line.</summary>
    public string? OpenSender(int interfaceIndex, string interfaceName, bool isIPv6)
    {
        if (_sending.ContainsKey((interfaceIndex, isIPv6)))
            return null;
        try
        {
            _sending[(interfaceIndex, isIPv6)] = TransmitSocket.Raw(interfaceIndex, interfaceName, isIPv6);
            return null;
        }
        catch (VrrpException e)
        {
            return e.Message;
        }
    }

    /// <summary>Closes what sends over an interface, where it is open; what it was given before is sent.</summary>
    public void CloseSender(int interfaceIndex, bool isIPv6) => StopSending((interfaceIndex, isIPv6));

    /// <summary>Closes a channel, where it is open.</summary>
    public void Close(AdvertChannel channel)
    {
        if (!_listening.Remove(channel, out var socket))
            return;
        _byDescriptor.Remove(socket.Number);
        socket.Dispose();
    }

    /// <summary>Groups can be sent to over an interface that was made for a virtual router.</summary>
    public void AddLink(int interfaceIndex)
    {
        _links ??= TransmitSocket.Packet();
        _sending.TryAdd((interfaceIndex, false), _links);
        _sending.TryAdd((interfaceIndex, true), _links);
    }

    /// <summary>An interface is gone.</summary>
    public void Forget(int interfaceIndex)
    {
        StopSending((interfaceIndex, false));
        StopSending((interfaceIndex, true));
        _links?.Failing.RemoveWhere(to => to.InterfaceIndex == interfaceIndex);
    }

    /// <summary>Takes a whole packet to be sent with the next <see cref="Flush"/>. False where nothing is open to send it.</summary>
    public bool Send(int interfaceIndex, ReadOnlySpan<byte> packet)
    {
        if (packet.IsEmpty || !_sending.TryGetValue((interfaceIndex, packet[0] >> 4 == 6), out var socket))
            return false;
        _batch.Add(socket, interfaceIndex, packet);
        return true;
    }

    /// <summary>Sends what was taken.</summary>
    public void Flush()
    {
        if (!_batch.IsEmpty)
            _batch.Flush();
    }

    /// <summary>Runs the code of sending, to nowhere.</summary>
    public void WarmUp()
    {
        using var nowhere = TransmitSocket.NotOpen();
        nowhere.Failing.Add((1, 0)); // nobody has to hear of it
        Span<byte> packet = stackalloc byte[IPv6Header.Length];
        foreach (var version in (ReadOnlySpan<byte>)[0x45, 0x60])
        {
            packet[0] = version;
            _batch.Add(nowhere, 1, packet);
            Flush();
        }
    }

    public void Dispose()
    {
        Flush();
        foreach (var socket in _listening.Values)
            socket.Dispose();
        foreach (var socket in _sending.Values)
            socket.Dispose();
        _links?.Dispose();
    }

    private void StopSending((int InterfaceIndex, bool IsIPv6) key)
    {
        if (!_sending.Remove(key, out var socket) || socket == _links)
            return;
        Flush();
        socket.Dispose();
    }
}
