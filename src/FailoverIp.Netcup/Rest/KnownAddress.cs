namespace FailoverIp.Netcup;

/// <summary>What stays true of a failover address while its owner changes. Immutable.</summary>
/// <param name="Id">The service's id of it.</param>
/// <param name="Editable">Whether this account may route it.</param>
/// <param name="Site">Where it is.</param>
/// <param name="FilterFinds">Whether the service's <c>ip=</c> filter finds it by our spelling.</param>
internal sealed record KnownAddress(int Id, bool Editable, ScpSite? Site, bool FilterFinds)
{
    /// <summary>Says what the service would refuse, before it costs a reroute of the budget.</summary>
    /// <exception cref="FailoverIpException">It would refuse (<see cref="FailoverErrorKind.Rejected"/>).</exception>
    public void Check(FailoverAddress address, ScpServer server)
    {
        if (!Editable)
            throw new FailoverIpException(FailoverErrorKind.Rejected, $"netcup does not let this account route {address} (it is not editable)");
        if (Site?.Id is { } here && server.Site?.Id is { } there && here != there)
        {
            throw new FailoverIpException(FailoverErrorKind.Rejected,
                $"{address} is at {Site} and {OneLine.Of(server.Name)} at {server.Site}: netcup routes a failover address only to servers at its own site");
        }
    }
}
