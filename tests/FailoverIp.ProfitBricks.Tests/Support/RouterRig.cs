using Microsoft.Extensions.DependencyInjection;

namespace FailoverIp.ProfitBricks.Tests;

/// <summary>The router over one account, assembled as an application would.</summary>
internal sealed class RouterRig : IDisposable
{
    private readonly ServiceProvider _services;

    public RouterRig(CloudService cloud, NicId? target = null, RouteRetry? retry = null)
        : this(cloud.Http, cloud.Options, cloud.Time, target ?? CloudService.A, retry)
    {
    }

    public RouterRig(HttpMessageHandler handler, ProfitBricksOptions options, TimeProvider time, NicId target, RouteRetry? retry = null)
    {
        var services = new ServiceCollection();
        services.AddSingleton(time);
        services.AddHttpClient("FailoverIp:ionos").ConfigurePrimaryHttpMessageHandler(() => handler);
        services.AddFailoverIp()
            .AddProfitBricks("ionos", o =>
            {
                (o.BaseAddress, o.Token, o.TokenFile, o.UserName, o.Password) = (options.BaseAddress, options.Token, options.TokenFile, options.UserName, options.Password);
                (o.ContractNumber, o.DatacenterId, o.LanId, o.Mode, o.RepointGroup) = (options.ContractNumber, options.DatacenterId, options.LanId, options.Mode, options.RepointGroup);
            })
            .AddAddress("pb", o =>
            {
                (o.Address, o.Provider, o.Target["Server"], o.Target["Nic"]) = (CloudService.Ip, "ionos", target.Server.ToString(), target.Nic.ToString());
                o.Retry = retry ?? o.Retry;
            });
        _services = services.BuildServiceProvider();
    }

    public IFailoverIpRouter Router => _services.GetRequiredService<IFailoverIpRouter>();

    public IFailoverIpProvider Provider => _services.GetRequiredKeyedService<IFailoverIpProvider>("ionos");

    public void Dispose() => _services.Dispose();
}
