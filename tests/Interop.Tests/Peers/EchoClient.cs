using System.Net;
using System.Net.Sockets;
using System.Text;
using FailoverIp.Interop.Lab;

namespace FailoverIp.Interop.Peers;

/// <summary>A client of <see cref="EchoServer"/> that keeps its connection, or its port.</summary>
internal sealed class EchoClient : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly Socket _socket;

    private EchoClient(Socket socket) => _socket = socket;

    public static async Task<EchoClient> ConnectAsync(string networkNamespace, IPEndPoint server, bool udp)
    {
        var socket = await Within.RunAsync(
            networkNamespace, () => udp ? new Socket(server.AddressFamily, SocketType.Dgram, ProtocolType.Udp) : new Socket(server.AddressFamily, SocketType.Stream, ProtocolType.Tcp));
        await socket.ConnectAsync(server).WaitAsync(Patience);
        return new(socket);
    }

    /// <summary>Asks on the connection; returns the name of the server that answers.</summary>
    public async Task<string> AskAsync()
    {
        await _socket.SendAsync("?"u8.ToArray());
        var buffer = new byte[64];
        var length = await _socket.ReceiveAsync(buffer).WaitAsync(Patience);
        return Encoding.ASCII.GetString(buffer.AsSpan(0, length));
    }

    public void Dispose() => _socket.Dispose();
}
