using System.Text;
using System.Xml;

namespace FailoverIp.Netcup;

/// <summary>
/// Writes the SOAP 1.1 envelopes of netcup's web service: the operation is qualified, its parameters are not. Every value is escaped by the
/// writer, so whatever is in a password stays one value.
/// </summary>
internal static class SoapRequest
{
    public const string EnvelopeNamespace = "http://schemas.xmlsoap.org/soap/envelope/";
    public const string ServiceNamespace = "http://enduser.service.web.vcp.netcup.de/";

    // Entitize: a carriage return would otherwise reach the reader as a line feed (XML 1.0 section 2.11).
    private static readonly XmlWriterSettings Settings = new() { Encoding = new UTF8Encoding(false), NewLineHandling = NewLineHandling.Entitize };

    /// <summary>True where XML 1.0 can carry every character of the text.</summary>
    public static bool CanCarry(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (XmlConvert.IsXmlChar(text[i]))
                continue;
            if (i + 1 >= text.Length || !XmlConvert.IsXmlSurrogatePair(text[i + 1], text[i]))
                return false;
            i++;
        }
        return true;
    }

    /// <summary>The envelope as UTF-8.</summary>
    /// <exception cref="FailoverIpException">A value holds a character that XML cannot carry (<see cref="FailoverErrorKind.Configuration"/>); the message names the parameter only.</exception>
    public static byte[] Write(string operation, params ReadOnlySpan<(string Name, string Value)> parameters)
    {
        using var buffer = new MemoryStream();
        using (var xml = XmlWriter.Create(buffer, Settings))
        {
            xml.WriteStartElement("SOAP-ENV", "Envelope", EnvelopeNamespace);
            xml.WriteStartElement("SOAP-ENV", "Body", EnvelopeNamespace);
            xml.WriteStartElement("ns1", operation, ServiceNamespace);
            foreach (var (name, value) in parameters)
            {
                if (!CanCarry(value))
                    throw new FailoverIpException(FailoverErrorKind.Configuration, $"{name} holds a character that XML cannot carry") { NothingSent = true };
                xml.WriteElementString(name, value);
            }
        }
        return buffer.ToArray();
    }
}
