using System.Xml;
using System.Xml.Linq;

namespace FailoverIp.Netcup;

/// <summary>
/// Reads the SOAP 1.1 answers of netcup's web service: faults in any status, results with or without <c>&lt;return&gt;</c>. No document types,
/// no entities of their own, nothing fetched.
/// </summary>
internal static class SoapAnswer
{
    // The deepest real answer has six levels. XElement takes time quadratic in the depth, minutes for an answer of a megabyte.
    private const int MaxDepth = 32;

    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersInDocument = HttpExchange.MaxAnswerBytes,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
    };

    /// <summary>The elements of the result, each <c>&lt;return&gt;</c> one; empty where the service returns nothing.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="operation">What was called.</param>
    /// <param name="host">Who answered, for messages.</param>
    /// <param name="secret">The password that was sent. It may be as short as a word of a good answer, so it is taken out of what is told alone.</param>
    /// <exception cref="FailoverIpException">It is a fault, an error status, or cannot be read.</exception>
    public static IReadOnlyList<XElement> Read(HttpAnswer answer, string operation, string host, string secret = "")
    {
        var body = Parse(answer.Body)?.Elements().FirstOrDefault(e => e.Name.LocalName == "Body");
        var content = body?.Elements().FirstOrDefault();
        if (content?.Name.LocalName == "Fault")
            throw SoapFault.ToException(Text(content, "faultcode"), Text(content, "faultstring"), host, secret);
        if (!answer.IsSuccess)
            throw StatusError(answer.Without(secret), host);
        if (content?.Name.LocalName != operation + "Response")
            throw new FailoverIpException(FailoverErrorKind.Unavailable, $"{host} answered {operation} with something else than its SOAP response; is Endpoint right?");
        return [.. content.Elements().Where(e => e.Name.LocalName == "return")];
    }

    private static string? Text(XElement parent, string name) => parent.Elements().FirstOrDefault(e => e.Name.LocalName == name)?.Value;

    /// <summary>The envelope, or null where it is none.</summary>
    private static XElement? Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            using (var check = Open(body))
            {
                while (check.Read())
                {
                    if (check.Depth > MaxDepth)
                        return null;
                }
            }
            using var reader = Open(body);
            var root = XElement.Load(reader);
            return root.Name.LocalName == "Envelope" ? root : null;
        }
        catch (Exception e) when (e is XmlException or InvalidOperationException or ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    private static XmlReader Open(ReadOnlyMemory<byte> body) => XmlReader.Create(new MemoryStream(body.ToArray(), writable: false), Settings);

    private static FailoverIpException StatusError(HttpAnswer answer, string host)
    {
        var status = (int)answer.Status;
        return status switch
        {
            401 or 403 => new(FailoverErrorKind.Authentication, $"{host} refused the login ({status})"),
            404 or 410 => new(FailoverErrorKind.Unavailable, $"{host} has no SOAP web service here ({status}); netcup ended its own on 2026-05-01, Type NetcupRest is its successor"),
            429 => new(FailoverErrorKind.RateLimited, $"{host}: too many requests") { RetryAfter = answer.RetryAfter },
            >= 300 and < 400 => new(FailoverErrorKind.Unavailable, $"{host} answered with a redirect ({status}), which is not followed; is Endpoint right?"),
            _ => new(FailoverErrorKind.Unavailable, $"{host} answered {status}"),
        };
    }
}
