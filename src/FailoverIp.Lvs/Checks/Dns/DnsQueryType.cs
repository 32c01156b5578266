namespace FailoverIp.Lvs;

/// <summary>What a name server is asked for; the numbers are the protocol's (RFC 1035, RFC 3596, RFC 4034).</summary>
public enum DnsQueryType
{
    /// <summary>IPv4 addresses.</summary>
    A = 1,

    /// <summary>Name servers.</summary>
    NS = 2,

    /// <summary>The canonical name.</summary>
    CNAME = 5,

    /// <summary>The start of authority.</summary>
    SOA = 6,

    /// <summary>Mail servers.</summary>
    MX = 15,

    /// <summary>Text.</summary>
    TXT = 16,

    /// <summary>IPv6 addresses.</summary>
    AAAA = 28,

    /// <summary>Signatures (RFC 4034).</summary>
    RRSIG = 46,

    /// <summary>Keys (RFC 4034).</summary>
    DNSKEY = 48,
}
