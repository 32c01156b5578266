using System.Net;

namespace FailoverIp.Lvs;

/// <summary>A page whose digest is wanted.</summary>
public sealed record PageDigestRequest
{
    /// <summary>The web server.</summary>
    public required IPEndPoint Target { get; init; }

    /// <summary>The path, with a query where there is one; begins with <c>/</c>.</summary>
    public string Path { get; init; } = "/";

    /// <summary>The Host header; null: the target's address and port.</summary>
    public string? VirtualHost { get; init; }

    /// <summary>The version spoken.</summary>
    public HttpProtocol Protocol { get; init; } = HttpProtocol.Http10;

    /// <summary>True: HTTPS.</summary>
    public bool Tls { get; init; }

    /// <summary>Names and certificates, with <see cref="Tls"/>.</summary>
    public TlsCheckOptions TlsOptions { get; init; } = TlsCheckOptions.Default;

    /// <summary>The longest time to connect, and to wait for more of the answer; more than 0.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest time for the whole answer; more than 0.</summary>
    public TimeSpan WholeTimeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>A page longer than this many bytes is a failure, 1 or more; 1 GiB by default.</summary>
    public long MaxBodySize { get; init; } = 1 << 30;

    /// <summary>The firewall mark of the packets; 0: none.</summary>
    public uint FirewallMark { get; init; }
}
