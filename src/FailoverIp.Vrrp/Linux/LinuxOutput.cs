using FailoverIp.Vrrp.Native;
using FailoverIp.Vrrp.Wire;

namespace FailoverIp.Vrrp.Linux;

/// <summary>Carries the processor's actions out on this machine. Used by the engine's thread alone.</summary>
internal sealed partial class LinuxOutput(Action<VrrpNotice> onNotice) : IVrrpOutput, IDisposable
{
    private readonly Dictionary<int, AdvertSocket> _sockets = [];
    private readonly Dictionary<int, AdvertSocket> _byDescriptor = [];

    /// <summary>The advert socket by its descriptor; null where there is none (any more).</summary>
    public AdvertSocket? SocketOf(int fd) => _byDescriptor.GetValueOrDefault(fd);

    /// <summary>True where the advert socket of an interface is open.</summary>
    public bool IsOpen(int interfaceIndex) => _sockets.ContainsKey(interfaceIndex);

    /// <summary>Opens the advert socket of an interface, anew where it is open.</summary>
    /// <exception cref="VrrpException">The kernel refuses.</exception>
    public AdvertSocket Open(InterfaceStatus status)
    {
        Close(status.Index);
        var socket = new AdvertSocket(status.Index, status.Name);
        _byDescriptor[socket.Number] = _sockets[status.Index] = socket;
        return socket;
    }

    /// <summary>Closes the advert socket of an interface, where it is open.</summary>
    public void Close(int interfaceIndex)
    {
        if (!_sockets.Remove(interfaceIndex, out var socket))
            return;
        _byDescriptor.Remove(socket.Number);
        socket.Dispose();
    }

    /// <summary>Runs the code of an advert, an address and an announcement, to nowhere: the just-in-time compiler has its turn now.</summary>
    public void WarmUp()
    {
        const int nowhere = -1;
        _sockets[nowhere] = AdvertSocket.NotOpen();
        for (var i = 0; i < 2; i++)
            _ = _sockets[nowhere].Send([]);
        _ = Send(nowhere - 1, []);
        Close(nowhere);
        WarmUpKernel();
    }

    public bool Send(int interfaceIndex, ReadOnlySpan<byte> packet)
    {
        if (!_sockets.TryGetValue(interfaceIndex, out var socket))
            return false;
        var error = socket.Send(packet);
        if (error > 0)
            onNotice(new("", $"an advert could not be sent on {socket.InterfaceName}: {Errno.Text(error)}"));
        return error == 0;
    }

    public void Dispose()
    {
        foreach (var socket in _sockets.Values)
            socket.Dispose();
        DisposeKernel();
    }
}
