using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace FailoverIp.Interop.Genhash;

/// <summary>A web server for both programs to ask, plain or over TLS: byte for byte what each page says, then the connection is closed.</summary>
internal sealed class PageServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly X509Certificate2? _certificate;
    private readonly Task _serving;

    public PageServer(bool tls)
    {
        if (tls)
        {
            using var key = RSA.Create(2048);
            _certificate = new CertificateRequest("CN=page.test", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
                .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        }
        _listener.Start();
        _serving = ServeAsync();
    }

    /// <summary>What the server sends, by path.</summary>
    public static IReadOnlyDictionary<string, byte[]> Pages { get; } = new Dictionary<string, byte[]>
    {
        ["/empty"] = Answer("200 OK", "Content-Length: 0\r\n", []),
        ["/nothing"] = Answer("204 No Content", "", []),
        ["/text"] = Answer("200 OK", "Content-Length: 11\r\n", "hello body\n"u8),
        ["/untold"] = Answer("200 OK", "", "without Content-Length"u8),
        ["/binary"] = Answer("200 OK", "Content-Length: 65536\r\n", Noise(65_536)),
        ["/large"] = Answer("200 OK", "Content-Length: 10000000\r\n", Noise(10_000_000)),
        ["/large-untold"] = Answer("200 OK", "", Noise(3_000_000)),
        ["/chunked"] = Answer("200 OK", "Transfer-Encoding: chunked\r\n", "b\r\nhello body\n\r\n0\r\n\r\n"u8),
        ["/redirected"] = Answer("301 Moved Permanently", "Location: /text\r\nContent-Length: 5\r\n", "moved"u8),
        ["/missing"] = Answer("404 Not Found", "Content-Length: 7\r\n", "nothing"u8),
        ["/longer"] = Answer("200 OK", "Content-Length: 5\r\n", "hello and more than that"u8),
        ["/shorter"] = Answer("200 OK", "Content-Length: 500\r\n", "hello"u8),
        ["/breaks"] = Answer("200 OK", "Content-Length: 8\r\n", "\r\n\r\n\r\n\r\n"u8),
    };

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _serving;
        _certificate?.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync();
                await AnswerAsync(client);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidOperationException)
        {
        }
    }

    private async Task AnswerAsync(TcpClient client)
    {
        try
        {
            Stream stream = client.GetStream();
            if (_certificate is not null)
            {
                var tls = new SslStream(stream);
                await tls.AuthenticateAsServerAsync(_certificate);
                stream = tls;
            }
            await using (stream)
                await stream.WriteAsync(Page(await RequestAsync(stream)));
        }
        catch (IOException)
        {
        }
    }

    // The page named by the path; /host shows which Host header came.
    private static byte[] Page(string request)
    {
        var path = request.Split(' ').ElementAtOrDefault(1) ?? "";
        var host = request.Split("\r\n").First(line => line.StartsWith("Host:", StringComparison.OrdinalIgnoreCase));
        return path == "/host" ? Answer("200 OK", "", Encoding.ASCII.GetBytes(host)) : Pages[path];
    }

    private static async Task<string> RequestAsync(Stream stream)
    {
        var buffer = new byte[4096];
        var length = 0;
        int count;
        do
            length += count = await stream.ReadAsync(buffer.AsMemory(length));
        while (count > 0 && !buffer.AsSpan(0, length).EndsWith("\r\n\r\n"u8));
        return Encoding.ASCII.GetString(buffer, 0, length);
    }

    private static byte[] Answer(string status, string fields, ReadOnlySpan<byte> body) => [.. Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nServer: test\r\n{fields}\r\n"), .. body];

    private static byte[] Noise(int length)
    {
        var noise = new byte[length];
        new Random(length).NextBytes(noise);
        return noise;
    }
}
