namespace FailoverIp.ProfitBricks;

/// <summary>Puts a provider together from checked options. Nothing is read from files or sent yet.</summary>
internal static class ProfitBricksFactory
{
    public static IFailoverIpProvider Provider(IServiceProvider services, string name, ProfitBricksOptions options)
    {
        var (time, _, http) = ProviderHttp.Parts(services, name, options.BaseAddress!, "FailoverIp.ProfitBricks");
        return Provider(Client(http, options), options, time);
    }

    public static IFailoverIpProvider Provider(CloudClient client, ProfitBricksOptions options, TimeProvider time)
    {
        var (requests, datacenter) = (new RequestFollower(client, time), Guid.Parse(options.DatacenterId!));
        return options.Mode == ProfitBricksMode.NicMove
            ? new NicMoveProvider(client, requests, datacenter, options.LanId, time)
            : new FailoverGroupProvider(client, requests, datacenter, options.LanId!.Value, options.RepointGroup, time);
    }

    public static CloudClient Client(HttpExchange http, ProfitBricksOptions options) =>
        new(http, WebAddress.AsFolder(options.BaseAddress!), new Credentials(options), options.ContractNumber);
}
