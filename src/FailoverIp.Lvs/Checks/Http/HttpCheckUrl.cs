using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace FailoverIp.Lvs;

/// <summary>One page that a check asks for and what it must be (<c>url</c> in keepalived.conf(5)). Immutable; equal by value.</summary>
public sealed record HttpCheckUrl
{
    private readonly ValueArray<HttpStatusRange> _statusCodes = new([]);

    /// <summary>The path, with a query where there is one; begins with <c>/</c>.</summary>
    public string Path { get; init; } = "/";

    /// <summary>The Host header; null: that of the check.</summary>
    public string? VirtualHost { get; init; }

    /// <summary>
    /// The MD5 digest of the page, 32 hexadecimal digits, as <c>genhash</c> prints it; null: any page. It is computed over the bytes after the header as
    /// they come, at most as many as Content-Length says; the framing of a chunked answer (HTTP/1.1) is part of it.
    /// </summary>
    public string? Digest { get; init; }

    /// <summary>The status codes that are accepted, with a digest as well; none: 200 to 299.</summary>
    public ImmutableArray<HttpStatusRange> StatusCodes { get => _statusCodes.Items; init => _statusCodes = new(value); }

    /// <summary>
    /// A regular expression that must be found in the body; null: none. It works on bytes: one that is not ASCII stands for its UTF-8 bytes. The first
    /// 1 MiB of the body is searched. (keepalived 2.2.7 searches the header too where it comes in the same packet as the beginning of the body.)
    /// </summary>
    public string? Regex { get; init; }

    /// <summary>True: the page is wrong where <see cref="Regex"/> is found.</summary>
    public bool RegexNoMatch { get; init; }

    /// <summary>How <see cref="Regex"/> is read.</summary>
    public RegexOptions RegexOptions { get; init; }

    /// <summary>A match begins at this byte of the body or later, 0 to 1048575.</summary>
    public int RegexMinOffset { get; init; }

    /// <summary>A match begins at this byte of the body or before; null: anywhere.</summary>
    public int? RegexMaxOffset { get; init; }
}
