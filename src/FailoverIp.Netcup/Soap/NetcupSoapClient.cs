using System.Globalization;

namespace FailoverIp.Netcup;

/// <summary>
/// The calls of netcup's older SOAP web service that a failover needs. The names of the parameters are the service's own, capitals included:
/// <c>vserverName</c> here, <c>vservername</c> there.
/// </summary>
internal sealed class NetcupSoapClient(HttpExchange http, Uri endpoint, string loginName, Func<string> password)
{
    private string Host => endpoint.Authority;

    /// <summary>The names of the account's servers.</summary>
    public async Task<IReadOnlyList<string>> GetVServersAsync(RequestBounds bounds) =>
        Texts(await CallAsync("getVServers", [], bounds).ConfigureAwait(false));

    /// <summary>The addresses routed to a server, as the service spells them.</summary>
    public async Task<IReadOnlyList<string>> GetVServerIPsAsync(string vserverName, RequestBounds bounds) =>
        Texts(await CallAsync("getVServerIPs", [("vserverName", vserverName)], bounds).ConfigureAwait(false));

    /// <summary>A server's addresses and interfaces.</summary>
    public async Task<VServerInformation> GetVServerInformationAsync(string vserverName, RequestBounds bounds) =>
        VServerInformation.Read(await CallAsync("getVServerInformation", [("vservername", vserverName), ("language", "en")], bounds).ConfigureAwait(false));

    /// <summary>Routes a failover address to the interface of a server. An empty answer means yes, and so does <c>true</c>.</summary>
    /// <exception cref="FailoverIpException">The service said no.</exception>
    public async Task ChangeIPRoutingAsync(FailoverAddress address, string vserverName, string mac, RequestBounds bounds)
    {
        var answer = Texts(await CallAsync(
            "changeIPRouting",
            [
                ("routedIP", address.Address.ToString()),
                ("routedMask", address.PrefixLength.ToString(CultureInfo.InvariantCulture)),
                ("destinationVserverName", vserverName),
                ("destinationInterfaceMAC", mac),
            ],
            bounds).ConfigureAwait(false));
        if (answer is [var said, ..] && !said.Equals("true", StringComparison.OrdinalIgnoreCase))
            throw new FailoverIpException(FailoverErrorKind.Rejected, $"{Host} refused to route {address} to {OneLine.Of(vserverName)} (it returned '{OneLine.Of(said.Without(password()))}')");
    }

    private async Task<IReadOnlyList<System.Xml.Linq.XElement>> CallAsync(string operation, (string, string)[] parameters, RequestBounds bounds)
    {
        var secret = password();
        var body = SoapRequest.Write(operation, [("loginName", loginName), ("password", secret), .. parameters]);
        using var request = new HttpRequestMessage(HttpMethod.Post, endpoint) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new("text/xml") { CharSet = "utf-8" };
        request.Headers.TryAddWithoutValidation("SOAPAction", "\"\"");
        var answer = await http.SendAsync(request, bounds.Timeout, bounds.Cancellation).ConfigureAwait(false);
        return SoapAnswer.Read(answer, operation, Host, secret);
    }

    private static IReadOnlyList<string> Texts(IReadOnlyList<System.Xml.Linq.XElement> elements) => [.. elements.Select(e => e.Value.Trim())];
}
