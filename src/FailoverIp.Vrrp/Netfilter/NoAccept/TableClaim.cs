using System.Net.Sockets;

namespace FailoverIp.Vrrp.Netfilter.NoAccept;

/// <summary>
/// Tells a table of a process that runs from one that a killed process has left: while it runs, it holds a Unix socket of the table's name. Abstract names belong to a
/// network namespace, as tables do, and the kernel takes them back when the process ends, however it does.
/// </summary>
internal sealed class TableClaim : IDisposable
{
    private readonly Socket _socket;

    private TableClaim(Socket socket) => _socket = socket;

    /// <summary>Claims a table in the network namespace of the thread that calls; null where somebody else has.</summary>
    public static TableClaim? Try(string table)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        try
        {
            socket.Bind(new UnixDomainSocketEndPoint("\0" + table));
            return new(socket);
        }
        catch (SocketException)
        {
            socket.Dispose();
            return null;
        }
    }

    public void Dispose() => _socket.Dispose();
}
