using System.Net;
using System.Net.Sockets;

namespace FailoverIp.Lvs.Tests.Checks.Support;

/// <summary>A UDP server that answers each datagram with others.</summary>
internal sealed class Datagrams : IAsyncDisposable
{
    private readonly UdpClient _socket = new(new IPEndPoint(IPAddress.Loopback, 0));
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _serving;

    public Datagrams(Func<byte[], IEnumerable<byte[]>> answer) => _serving = ServeAsync(answer);

    public IPEndPoint EndPoint => (IPEndPoint)_socket.Client.LocalEndPoint!;

    public byte[]? Last { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _serving;
        _socket.Dispose();
        _stopping.Dispose();
    }

    private async Task ServeAsync(Func<byte[], IEnumerable<byte[]>> answer)
    {
        try
        {
            while (true)
            {
                var received = await _socket.ReceiveAsync(_stopping.Token);
                Last = received.Buffer;
                foreach (var datagram in answer(received.Buffer))
                    await _socket.SendAsync(datagram, received.RemoteEndPoint, _stopping.Token);
            }
        }
        catch (OperationCanceledException)
        {
        }
    }
}
