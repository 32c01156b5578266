using System.Net;
using System.Net.Sockets;
using System.Text;
using FailoverIp.Interop.Lab;

namespace FailoverIp.Interop.Peers;

/// <summary>Answers each question, by TCP and by UDP, with its name.</summary>
internal sealed class EchoServer : IDisposable
{
    private readonly Socket _listener;
    private readonly Socket _datagrams;
    private readonly byte[] _answer;

    private EchoServer(Socket listener, Socket datagrams, string name) => (_listener, _datagrams, _answer) = (listener, datagrams, Encoding.ASCII.GetBytes(name));

    /// <summary>Starts to listen in a namespace; what is sent from now on is answered.</summary>
    public static async Task<EchoServer> StartAsync(string networkNamespace, IPEndPoint endPoint, string name)
    {
        var (listener, datagrams) = await Within.RunAsync(networkNamespace, () =>
        {
            var tcp = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            var udp = new Socket(endPoint.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
            tcp.Bind(endPoint);
            udp.Bind(endPoint);
            tcp.Listen();
            return (tcp, udp);
        });
        var server = new EchoServer(listener, datagrams, name);
        _ = server.AcceptAsync();
        _ = server.AnswerDatagramsAsync();
        return server;
    }

    public void Dispose()
    {
        _listener.Dispose();
        _datagrams.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = AnswerAsync(await _listener.AcceptAsync());
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // the end
        }
    }

    private async Task AnswerAsync(Socket connection)
    {
        using var end = connection;
        var buffer = new byte[64];
        try
        {
            while (await connection.ReceiveAsync(buffer) > 0)
                await connection.SendAsync(_answer);
        }
        catch (SocketException)
        {
            // the client has gone
        }
    }

    private async Task AnswerDatagramsAsync()
    {
        var buffer = new byte[64];
        try
        {
            while (true)
            {
                var received = await _datagrams.ReceiveFromAsync(buffer, new IPEndPoint(_datagrams.AddressFamily == AddressFamily.InterNetwork ? IPAddress.Any : IPAddress.IPv6Any, 0));
                await _datagrams.SendToAsync(_answer, received.RemoteEndPoint);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // the end
        }
    }
}
