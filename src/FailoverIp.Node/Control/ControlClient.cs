using System.Net.Sockets;
using System.Text.Json;

namespace FailoverIp.Node;

/// <summary>Asks a running node on this machine.</summary>
public static class ControlClient
{
    private const int MaxAnswer = 64 * 1024 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>What the node is doing whose control socket is at <paramref name="socketPath"/>. Waits 10 seconds at most.</summary>
    /// <exception cref="NodeException">No node is running there, it may not be asked, or it does not answer; the message is one line.</exception>
    public static async Task<NodeStatus> GetStatusAsync(string socketPath, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(socketPath);
        using var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            AllowAutoRedirect = false,
            ConnectCallback = async (_, ct) => new NetworkStream(await ConnectAsync(socketPath, ct).ConfigureAwait(false), ownsSocket: true),
        };
        using var http = new HttpClient(handler) { BaseAddress = new("http://localhost/"), Timeout = Patience, MaxResponseContentBufferSize = MaxAnswer };
        try
        {
            using var response = await http.GetAsync("status", cancellationToken).ConfigureAwait(false);
            response.EnsureSuccessStatusCode();
            return NodeStatus.FromJson(await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false));
        }
        catch (HttpRequestException e) when (e.InnerException is NodeException told)
        {
            throw new NodeException(told.Message, e);
        }
        catch (Exception e) when (e is HttpRequestException or JsonException or IOException)
        {
            throw new NodeException($"what listens at {socketPath} does not answer as a node does", e);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new NodeException($"the node at {socketPath} has not answered within {Patience.TotalSeconds} s", e);
        }
    }

    private static async Task<Socket> ConnectAsync(string path, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken).ConfigureAwait(false);
            return socket;
        }
        catch (Exception e)
        {
            socket.Dispose();
            throw e switch
            {
                SocketException { SocketErrorCode: SocketError.ConnectionRefused } => new NodeException($"no node is running: {path} was left by one that has ended", e),
                SocketException { SocketErrorCode: SocketError.AccessDenied } => new NodeException($"permission denied: the node at {path} answers its own user and group only", e),
                SocketException => new NodeException($"no node is running: there is no control socket at {path}", e),
                ArgumentException => new NodeException($"'{path}' is not the path of a control socket", e),
                _ => e,
            };
        }
    }
}
