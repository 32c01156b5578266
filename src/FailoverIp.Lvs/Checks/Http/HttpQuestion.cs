using System.Net;
using System.Text;

namespace FailoverIp.Lvs.Http;

/// <summary>One URL, ready to be asked for and judged.</summary>
internal sealed class HttpQuestion
{
    /// <summary>A question of a check.</summary>
    /// <exception cref="ArgumentException">The options make no sense; the message names one.</exception>
    public HttpQuestion(HttpCheckOptions check, HttpCheckUrl url, IPEndPoint target)
    {
        Name = $"GET {Safe(url.Path)}";
        Request = HttpRequest.Write(check.Protocol, url.Path, url.VirtualHost ?? check.VirtualHost, target, check.Tls);
        Statuses = Named(nameof(url.StatusCodes), () => new HttpStatusSet(url.StatusCodes));
        Digest = url.Digest is null ? null : Named(nameof(url.Digest), () => ReadDigest(url.Digest));
        Pattern = url.Regex is null ? null : new BodyPattern(url);
    }

    /// <summary>What failures begin with.</summary>
    public string Name { get; }

    public byte[] Request { get; }

    public HttpStatusSet Statuses { get; }

    /// <summary>The MD5 digest the body must have, 16 bytes; null: any.</summary>
    public byte[]? Digest { get; }

    public BodyPattern? Pattern { get; }

    /// <summary>True: the digest of the body is computed.</summary>
    public bool WantsDigest { get => field || Digest is not null; private init; }

    /// <summary>A question of <c>genhash</c>: any status will do, the digest is wanted.</summary>
    /// <exception cref="ArgumentException">The options make no sense; the message names one.</exception>
    public static HttpQuestion ForDigest(HttpCheckOptions check, HttpCheckUrl url, IPEndPoint target) =>
        new(check, url with { StatusCodes = [new(100, 999)] }, target) { WantsDigest = true };

    private static byte[] ReadDigest(string digest) =>
        digest.Length == 32 && digest.All(char.IsAsciiHexDigit) ? Convert.FromHexString(digest)
            : throw BadOption.Of($"'{digest}' is not an MD5 digest of 32 hexadecimal digits");

    private static T Named<T>(string option, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (ArgumentException e)
        {
            throw BadOption.Of($"{option}: {e.Message}", e);
        }
    }

    private static string Safe(string path) => HttpHeader.Text(Encoding.UTF8.GetBytes(path));
}
