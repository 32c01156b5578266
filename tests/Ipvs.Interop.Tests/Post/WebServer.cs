using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using FailoverIp.Interop.Lab;

namespace FailoverIp.IpvsInterop.Post;

/// <summary>A web server on port 80, of every address of a host or of one. It answers with the files of a folder, read anew each time.</summary>
internal sealed class WebServer : IDisposable
{
    private readonly Socket _listener;
    private readonly string _root;

    private WebServer(Socket listener, string root) => (_listener, _root) = (listener, root);

    public static async Task<WebServer> StartAsync(string networkNamespace, string root, IPAddress? address = null)
    {
        var listener = await Within.RunAsync(networkNamespace, () =>
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
            socket.Bind(new IPEndPoint(address ?? IPAddress.Any, 80));
            socket.Listen();
            return socket;
        });
        var server = new WebServer(listener, root);
        _ = server.AcceptAsync();
        return server;
    }

    public void Dispose() => _listener.Dispose();

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
        try
        {
            var request = new byte[4096];
            var length = 0;
            while (length < request.Length && !request.AsSpan(0, length).EndsWith("\r\n\r\n"u8))
            {
                var received = await connection.ReceiveAsync(request.AsMemory(length));
                if (received == 0)
                    return;
                length += received;
            }
            await connection.SendAsync(await PageAsync(Encoding.ASCII.GetString(request, 0, length)));
            connection.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // the client has gone
        }
    }

    private async Task<byte[]> PageAsync(string request)
    {
        var path = Path.Combine(_root, request.Split(' ').ElementAtOrDefault(1)?.TrimStart('/') ?? "");
        var (status, body) = File.Exists(path) ? ("200 OK", await File.ReadAllBytesAsync(path)) : ("404 Not Found", []);
        return [.. Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 {status}\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n")), .. body];
    }
}
