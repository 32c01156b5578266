using System.Security;

namespace FailoverIp.Netcup.Tests;

/// <summary>Answers of the SOAP web service, in the shape of captured ones.</summary>
internal static class Envelopes
{
    public static string Wrap(string body) => $"<S:Envelope xmlns:S=\"{SoapRequest.EnvelopeNamespace}\"><S:Body>{body}</S:Body></S:Envelope>";

    public static string Fault(string words, string code = "S:Server") =>
        Wrap($"<S:Fault xmlns:ns4=\"http://www.w3.org/2003/05/soap-envelope\"><faultcode>{code}</faultcode><faultstring>{SecurityElement.Escape(words)}</faultstring></S:Fault>");

    public static string Result(string operation, params string[] returns) =>
        Wrap($"<ns2:{operation}Response xmlns:ns2=\"{SoapRequest.ServiceNamespace}\">{string.Concat(returns.Select(r => $"<return>{SecurityElement.Escape(r)}</return>"))}</ns2:{operation}Response>");

    public static string Information(string content) =>
        Wrap($"<ns2:getVServerInformationResponse xmlns:ns2=\"{SoapRequest.ServiceNamespace}\"><return>{content}</return></ns2:getVServerInformationResponse>");
}
