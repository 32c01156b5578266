using System.Collections.Immutable;

namespace FailoverIp.Lvs;

/// <summary>Asks a web server for pages (<c>HTTP_GET</c> and <c>SSL_GET</c> in keepalived.conf(5)). Immutable; equal by value.</summary>
/// <remarks>
/// With several URLs the first probe asks for all, and each later one for the next. The server fails when one of them does, and returns only when all of
/// them have passed, one after the other.
/// </remarks>
public sealed record HttpCheckOptions : CheckOptions
{
    private readonly ValueArray<HttpCheckUrl> _urls = new([new HttpCheckUrl()]);

    /// <summary>True: HTTPS.</summary>
    public bool Tls { get; init; }

    /// <summary>Names and certificates, with <see cref="Tls"/>.</summary>
    public TlsCheckOptions TlsOptions { get; init; } = TlsCheckOptions.Default;

    /// <summary>The version spoken.</summary>
    public HttpProtocol Protocol { get; init; } = HttpProtocol.Http10;

    /// <summary>The pages, one or more; <c>/</c> where nothing is said.</summary>
    public ImmutableArray<HttpCheckUrl> Urls { get => _urls.Items; init => _urls = new(value); }

    /// <summary>The Host header of URLs that have none of their own; null: the target's address and port.</summary>
    public string? VirtualHost { get; init; }

    /// <summary>
    /// True: after a failure one probe asks for all URLs; false: each probe for one, so that a return takes as many times the delay loop as there are URLs.
    /// </summary>
    public bool FastRecovery { get; init; }

    /// <summary>A body longer than this many bytes is a failure, 1 or more; 64 MiB by default.</summary>
    public long MaxBodySize { get; init; } = 64 << 20;

    /// <inheritdoc/>
    public override string Kind => Tls ? "SslGet" : "HttpGet";

    /// <inheritdoc/>
    public override bool NeedsPort => true;

    /// <inheritdoc/>
    public override CheckTiming DefaultTiming => base.DefaultTiming with { DelayBeforeRetry = TimeSpan.FromSeconds(3) };

    /// <inheritdoc/>
    public override TimeSpan LongestProbe(EffectiveCheckTiming timing) => base.LongestProbe(timing) * Math.Max(1, Urls.Length);
}
