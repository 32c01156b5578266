using FailoverIp;
using FailoverIp.Simulation;
using Microsoft.Extensions.DependencyInjection;

namespace Samples.Tests.Guides;

public class ProviderWithFaults
{
    [Fact]
    public async Task A_lost_answer_is_read_back_and_not_written_again()
    {
        await using var netcup = await NetcupRestSimulator.StartAsync();
        netcup.Faults.Add(Fault.LostAnswer().On(SimulatedOperation.Write).Once());
        var services = new ServiceCollection();
        services.AddFailoverIp()
            .AddNetcupRest("netcup", account =>
            {
                account.BaseAddress = netcup.BaseAddress;
                account.RefreshToken = netcup.State.RefreshTokens[0].Token;
            })
            .AddAddress("web", address =>
            {
                address.Address = "203.0.113.10";
                address.Provider = "netcup";
                address.Target["Server"] = "v2200000000000000001";
                address.Retry = new() { Delay = TimeSpan.FromMilliseconds(50) };
            });
        await using var provider = services.BuildServiceProvider();

        var result = await provider.GetRequiredService<IFailoverIpRouter>().EnsureAsync("web");

        result.Outcome.ShouldBe(RouteOutcome.Rerouted);
        netcup.Scp.OwnerOf("203.0.113.10").ShouldBe("v2200000000000000001");
        netcup.Requests.Of(SimulatedOperation.Write).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_refusal_is_told_by_its_kind()
    {
        await using var service = new OwnerService(new());
        await service.ComeUpAsync();
        service.Faults.Add(Fault.Unauthorized().On(SimulatedOperation.Write));
        using var http = new HttpClient { BaseAddress = service.BaseAddress };
        await using var provider = new ServiceCollection().AddFailoverIp()
            .AddProvider("mine", _ => new MyProvider(http))
            .AddAddress("web", address => (address.Address, address.Provider, address.Target["Server"]) = ("203.0.113.10", "mine", "s1"))
            .Services.BuildServiceProvider();
        var router = provider.GetRequiredService<IFailoverIpRouter>();

        var refused = await Should.ThrowAsync<FailoverIpException>(() => router.EnsureAsync("web"));
        refused.Kind.ShouldBe(FailoverErrorKind.Authentication);

        service.Faults.Clear();
        await router.EnsureAsync("web");
        service.Owner.ShouldBe("s1");
    }
}
