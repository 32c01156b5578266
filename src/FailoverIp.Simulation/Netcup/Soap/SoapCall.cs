using System.Xml;

namespace FailoverIp.Simulation;

/// <summary>One call to the web service, as its envelope has it.</summary>
internal sealed class SoapCall
{
    public const string Envelope = "http://schemas.xmlsoap.org/soap/envelope/";
    public const string Service = "http://enduser.service.web.vcp.netcup.de/";

    private readonly Dictionary<string, string> _parameters = new(StringComparer.Ordinal);

    private SoapCall(string operation, string ns)
    {
        Operation = operation;
        Namespace = ns;
    }

    public string Operation { get; }

    public string Namespace { get; }

    /// <summary>A parameter by its exact name; empty where it was not sent, which is what the service sees then.</summary>
    public string this[string name] => _parameters.GetValueOrDefault(name, "");

    /// <summary>Reads an envelope.</summary>
    /// <exception cref="XmlException">It is not well-formed, has a DTD, or is no SOAP 1.1 envelope with one operation.</exception>
    public static SoapCall Read(string body)
    {
        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, IgnoreComments = true, IgnoreWhitespace = true, IgnoreProcessingInstructions = true };
        using var reader = XmlReader.Create(new StringReader(body), settings);
        reader.MoveToContent();
        reader.ReadStartElement("Envelope", Envelope);
        if (reader.MoveToContent() == XmlNodeType.Element && reader is { LocalName: "Header", NamespaceURI: Envelope })
            reader.Skip();
        reader.ReadStartElement("Body", Envelope);
        if (reader.MoveToContent() != XmlNodeType.Element)
            throw new XmlException("The body holds no operation.");
        var call = new SoapCall(reader.LocalName, reader.NamespaceURI);
        if (!reader.IsEmptyElement)
        {
            reader.ReadStartElement();
            while (reader.MoveToContent() == XmlNodeType.Element)
                call.ReadParameter(reader);
        }
        return call;
    }

    // Parameters have no namespace: one that has is a stranger, and strangers are overlooked.
    private void ReadParameter(XmlReader reader)
    {
        var (name, known) = (reader.LocalName, reader.NamespaceURI.Length == 0);
        var value = reader.ReadElementContentAsString();
        if (known)
            _parameters[name] = value;
    }
}
