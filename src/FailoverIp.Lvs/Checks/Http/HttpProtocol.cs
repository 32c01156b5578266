namespace FailoverIp.Lvs;

/// <summary>The HTTP version a check speaks (<c>http_protocol</c> in keepalived.conf(5)).</summary>
public enum HttpProtocol
{
    /// <summary>HTTP/1.0, without a Connection header.</summary>
    Http10,

    /// <summary>HTTP/1.0 with <c>Connection: close</c>.</summary>
    Http10Close,

    /// <summary>HTTP/1.1 with <c>Connection: close</c>.</summary>
    Http11,
}
