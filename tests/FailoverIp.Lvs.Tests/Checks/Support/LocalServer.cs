using System.Net;
using System.Net.Sockets;

namespace FailoverIp.Lvs.Tests.Checks.Support;

/// <summary>A TCP server on a port of its own; each connection is given to a handler, and closed after it.</summary>
internal sealed class LocalServer : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Func<NetworkStream, CancellationToken, Task> _handler;
    private readonly List<Task> _connections = [];
    private readonly Task _accepting;

    public LocalServer(Func<NetworkStream, CancellationToken, Task> handler, IPAddress? address = null)
    {
        _handler = handler;
        _listener = new(address ?? IPAddress.Loopback, 0);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public IPEndPoint EndPoint => (IPEndPoint)_listener.LocalEndpoint;

    /// <summary>How many connections there were.</summary>
    public int Connections { get; private set; }

    /// <summary>From where the last connection came.</summary>
    public IPEndPoint? Client { get; private set; }

    /// <summary>A server that reads a request up to its empty line and answers it.</summary>
    public static LocalServer Http(Func<string, byte[]> answer) => new(async (stream, stop) =>
    {
        var request = await ReadRequestAsync(stream, stop);
        await stream.WriteAsync(answer(request.Split(' ').ElementAtOrDefault(1) ?? ""), stop);
    });

    public static async Task<string> ReadRequestAsync(Stream stream, CancellationToken stop)
    {
        var buffer = new byte[4096];
        var length = 0;
        while (!buffer.AsSpan(0, length).EndsWith("\r\n\r\n"u8))
        {
            var count = await stream.ReadAsync(buffer.AsMemory(length), stop);
            if (count == 0)
                break;
            length += count;
        }
        return System.Text.Encoding.ASCII.GetString(buffer, 0, length);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_connections);
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_stopping.Token);
                Connections++;
                Client = (IPEndPoint)client.Client.RemoteEndPoint!;
                _connections.Add(ServeAsync(client));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or InvalidOperationException)
        {
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                await _handler(client.GetStream(), _stopping.Token);
            }
            catch (Exception e) when (e is IOException or OperationCanceledException or SocketException or InvalidOperationException)
            {
            }
        }
    }
}
