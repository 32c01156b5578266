using System.Text;
using System.Xml;

namespace FailoverIp.Simulation;

/// <summary>Writes the envelopes that the web service answers with, as captured ones have them.</summary>
internal static class SoapAnswer
{
    private const string ContentType = "text/xml;charset=utf-8";

    /// <summary>An answer to <paramref name="operation"/>; without content, its element is empty.</summary>
    public static SimulatedAnswer Result(string operation, Action<XmlWriter>? content = null) => Write(200, xml =>
    {
        xml.WriteStartElement("ns2", operation + "Response", SoapCall.Service);
        content?.Invoke(xml);
        xml.WriteEndElement();
    });

    public static SimulatedAnswer Texts(string operation, IEnumerable<string> values) => Result(operation, xml =>
    {
        foreach (var value in values)
            xml.WriteElementString("return", value);
    });

    public static SimulatedAnswer Fault(int status, string message, string code = "S:Server") => Write(status, xml =>
    {
        xml.WriteStartElement("S", "Fault", SoapCall.Envelope);
        xml.WriteAttributeString("xmlns", "ns4", null, "http://www.w3.org/2003/05/soap-envelope");
        xml.WriteElementString("faultcode", code);
        xml.WriteElementString("faultstring", message);
        xml.WriteEndElement();
    });

    private static SimulatedAnswer Write(int status, Action<XmlWriter> body)
    {
        var text = new StringBuilder("<?xml version='1.0' encoding='UTF-8'?>");
        using (var xml = XmlWriter.Create(text, new XmlWriterSettings { OmitXmlDeclaration = true, CheckCharacters = false }))
        {
            xml.WriteStartElement("S", "Envelope", SoapCall.Envelope);
            xml.WriteStartElement("S", "Body", SoapCall.Envelope);
            body(xml);
            xml.WriteEndElement();
            xml.WriteEndElement();
        }
        return SimulatedAnswer.Text(status, text.ToString(), ContentType);
    }
}
