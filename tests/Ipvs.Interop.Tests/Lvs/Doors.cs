using System.Net;
using System.Net.Sockets;
using FailoverIp.IpvsInterop.Lab;

namespace FailoverIp.IpvsInterop.Lvs;

/// <summary>Ports of a namespace's loopback that are opened and closed: what checks of both sides find is the same at the same time.</summary>
internal sealed class Doors(LabNamespace lab) : IDisposable
{
    private readonly Dictionary<int, Socket> _open = [];

    public bool IsOpen(int port) => _open.ContainsKey(port);

    // Nobody accepts: the kernel completes the connections, and forgets them with the listener.
    public async Task OpenAsync(int port) => _open[port] = await lab.RunAsync(() =>
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
        socket.Listen(4096);
        return socket;
    });

    public void Close(int port)
    {
        _open.Remove(port, out var socket);
        socket?.Dispose();
    }

    public async Task TurnAsync(int port)
    {
        if (IsOpen(port))
            Close(port);
        else
            await OpenAsync(port);
    }

    public void Dispose()
    {
        foreach (var socket in _open.Values)
            socket.Dispose();
    }
}
