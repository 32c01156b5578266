using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;

namespace FailoverIp.Cli.Tests.Harness;

/// <summary>The place at which a service manager hears its services (sd_notify(3)).</summary>
internal sealed class ServiceManagerSocket : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
    private readonly Channel<string> _messages = Channel.CreateUnbounded<string>();
    private readonly string _path;

    public ServiceManagerSocket(string path)
    {
        _path = path;
        _socket.Bind(new UnixDomainSocketEndPoint(path));
        _ = ReadAsync();
    }

    /// <summary>What a service with this patience finds in its environment.</summary>
    public IReadOnlyDictionary<string, string> Environment(TimeSpan watchdog) => new Dictionary<string, string>
    {
        ["NOTIFY_SOCKET"] = _path,
        ["WATCHDOG_USEC"] = ((long)watchdog.TotalMicroseconds).ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>Waits for a message that begins so.</summary>
    public async Task WaitForAsync(string beginning)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!(await _messages.Reader.ReadAsync(timeout.Token)).StartsWith(beginning, StringComparison.Ordinal))
        {
            // Another one.
        }
    }

    /// <summary>Forgets what was said so far.</summary>
    public void Forget()
    {
        while (_messages.Reader.TryRead(out _))
        {
            // Gone.
        }
    }

    public void Dispose() => _socket.Dispose();

    private async Task ReadAsync()
    {
        var buffer = new byte[4096];
        try
        {
            while (true)
                _messages.Writer.TryWrite(Encoding.UTF8.GetString(buffer, 0, await _socket.ReceiveAsync(buffer)));
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            _messages.Writer.TryComplete();
        }
    }
}
