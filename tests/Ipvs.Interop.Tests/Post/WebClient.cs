using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using FailoverIp.Interop.Lab;

namespace FailoverIp.IpvsInterop.Post;

/// <summary>Asks for the page of the guide from one address, over a new connection each time.</summary>
/// <param name="networkNamespace">Where the client is.</param>
/// <param name="address">Its address there.</param>
/// <param name="page">The web server's address.</param>
internal sealed class WebClient(string networkNamespace, string address, string page = "203.0.113.10")
{
    /// <summary>Longer than the kernel takes to send a lost SYN again, so that one lost packet is a late answer.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly IPEndPoint _page = new(IPAddress.Parse(page), 80);

    public string Address => address;

    /// <summary>The page without its end of line, or in brackets why there was none.</summary>
    public async Task<string> AskAsync()
    {
        using var deadline = new CancellationTokenSource(Patience);
        using var socket = await Within.RunAsync(networkNamespace, () => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp));
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Parse(address), 0));
            await socket.ConnectAsync(_page, deadline.Token);
            await socket.SendAsync(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"GET /index.html HTTP/1.1\r\nHost: {_page.Address}\r\nConnection: close\r\n\r\n")), deadline.Token);
            await using var stream = new NetworkStream(socket);
            using var reader = new StreamReader(stream);
            var answer = await reader.ReadToEndAsync(deadline.Token);
            return answer.StartsWith("HTTP/1.1 200 ", StringComparison.Ordinal) ? answer.Split("\r\n\r\n")[1].Trim() : $"({answer.Split('\r')[0]})";
        }
        catch (OperationCanceledException)
        {
            return "(no answer)";
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            return $"({e.Message})";
        }
    }

    /// <summary>Asks until a page comes.</summary>
    public async Task<string> AskUntilServedAsync(TimeSpan timeout)
    {
        var last = "";
        await Until.TrueAsync(async () => !(last = await AskAsync()).StartsWith('('), timeout, () => $"{address} is to be served, but {last}");
        return last;
    }
}
