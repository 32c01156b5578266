using FailoverIp.Simulation;
using Microsoft.Extensions.DependencyInjection;

namespace FailoverIp.Netcup.Tests;

/// <summary>The router and the provider over real HTTP against the stateful simulator.</summary>
public sealed class NetcupRestEndToEndTests : IAsyncLifetime, IDisposable
{
    private const string Web = "203.0.113.10";

    private readonly TemporaryFolder _folder = new();
    private readonly NetcupScp _scp = new(NetcupScpState.CreateDefault(refreshToken: "refresh-0") with { Settings = new() { TaskDuration = TimeSpan.FromMilliseconds(50) } });
    private NetcupRestSimulator _simulator = null!;
    private ServiceProvider _services = null!;

    private IFailoverIpRouter Router => _services.GetRequiredService<IFailoverIpRouter>();

    public async Task InitializeAsync()
    {
        _simulator = await NetcupRestSimulator.StartAsync(new() { Scp = _scp });
        _services = Services(_folder.File("token", "refresh-0"));
    }

    public async Task DisposeAsync()
    {
        await _services.DisposeAsync();
        await _simulator.DisposeAsync();
        Dispose();
    }

    public void Dispose()
    {
        _scp.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("web", Web)]
    [InlineData("web6", "2001:db8:a:20::/64")]
    [InlineData("byNumber", "203.0.113.11")]
    public async Task A_route_is_made_once_and_then_found(string name, string address)
    {
        var first = await Router.EnsureAsync(name);
        (first.Outcome, first.Attempts, first.Owner).ShouldBe((RouteOutcome.Rerouted, 1, RestService.S1));
        _scp.OwnerOf(address).ShouldBe(RestService.S1);
        (await Router.EnsureAsync(name)).Outcome.ShouldBe(RouteOutcome.AlreadyRouted);
        _scp.Changes.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_lost_answer_to_a_write_that_took_effect_is_not_written_again()
    {
        _simulator.Faults.Add(Fault.LostAnswer().On(SimulatedOperation.Write).Once());
        var result = await Router.EnsureAsync("web");
        (result.Outcome, result.Attempts).ShouldBe((RouteOutcome.Rerouted, 1));
        _scp.Changes.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_token_that_is_refused_though_it_is_good_costs_one_refresh()
    {
        await Router.ReadAsync("web");
        _simulator.Faults.Add(Fault.Unauthorized().On(SimulatedOperation.Write).Once());
        (await Router.EnsureAsync("web")).Attempts.ShouldBe(1);
        Requests(SimulatedOperation.Token).ShouldBe(2);
        Requests(SimulatedOperation.Write).ShouldBe(2);
    }

    [Fact]
    public async Task A_task_that_fails_is_tried_again()
    {
        _simulator.Faults.Add(Fault.TaskError("Node is unreachable.").Once());
        (await Router.EnsureAsync("web")).Attempts.ShouldBe(2);
        _scp.OwnerOf(Web).ShouldBe(RestService.S1);
    }

    [Theory]
    [MemberData(nameof(BadAnswers))]
    public async Task One_bad_answer_to_a_read_is_survived(Func<Fault> fault)
    {
        _simulator.Faults.Add(fault().On(SimulatedOperation.Read).Once());
        (await Router.EnsureAsync("web")).Outcome.ShouldBe(RouteOutcome.Rerouted);
    }

    public static TheoryData<Func<Fault>> BadAnswers => new()
    {
        () => Fault.Garbage(), () => Fault.Html(), () => Fault.Huge(), () => Fault.Truncated(), () => Fault.Reset(), () => Fault.AnswerWith(500, "boom"),
    };

    [Fact]
    public async Task A_server_at_another_site_is_refused_in_the_services_words()
    {
        var e = await Should.ThrowAsync<FailoverIpException>(Router.EnsureAsync("elsewhere"));
        e.Kind.ShouldBe(FailoverErrorKind.Rejected);
        e.Message.ShouldContain("Routing is limited to servers within the same site as the failover IP.");
        Requests(SimulatedOperation.Write).ShouldBe(1);
    }

    [Fact]
    public async Task A_service_that_is_down_is_unavailable_and_nothing_was_sent()
    {
        await _simulator.GoDownAsync();
        var e = await Should.ThrowAsync<FailoverIpException>(Router.ReadAsync("web"));
        e.Kind.ShouldBe(FailoverErrorKind.Unavailable);
        e.Message.ShouldContain("cannot be reached");
    }

    [Fact]
    public async Task Refresh_tokens_that_rotate_stay_good_over_restarts()
    {
        _scp.Update(s => s with { Settings = s.Settings with { RotateRefreshTokens = true } });
        await Router.ReadAsync("web");
        (await File.ReadAllTextAsync(_folder.File("token"))).ShouldNotContain("refresh-0");
        for (var i = 0; i < 3; i++)
        {
            await using var restarted = Services(_folder.File("token"));
            await restarted.GetRequiredService<IFailoverIpRouter>().ReadAsync("web");
        }
        Requests(SimulatedOperation.Token).ShouldBe(4);
    }

    [Fact]
    public async Task A_refresh_token_that_ran_out_ends_it_and_a_login_mends_it()
    {
        _scp.Update(s => s with { RefreshTokens = [] });
        var e = await Should.ThrowAsync<FailoverIpException>(Router.EnsureAsync("web"));
        e.Kind.ShouldBe(FailoverErrorKind.Authentication);
        e.Message.ShouldContain("failoverip login netcup");
        e.ToString().ShouldNotContain("refresh-0");

        _scp.Update(s => s with { Settings = s.Settings with { DevicePollInterval = TimeSpan.FromSeconds(1) } });
        using var client = new HttpClient();
        var login = new NetcupDeviceLogin(new() { BaseAddress = _simulator.BaseAddress, RefreshTokenFile = _folder.File("token") }, client);
        var code = await login.StartAsync();
        _simulator.ApproveDevice(code.UserCode).ShouldBeTrue();
        await login.CompleteAsync(code);
        (await Router.EnsureAsync("web")).Outcome.ShouldBe(RouteOutcome.Rerouted);
    }

    [Fact]
    public async Task The_services_own_limit_ends_it_with_the_time_to_wait()
    {
        _simulator.Faults.Add(Fault.RateLimit().On(SimulatedOperation.Write));
        var e = await Should.ThrowAsync<FailoverIpException>(Router.EnsureAsync("web"));
        (e.Kind, e.RetryAfter).ShouldBe((FailoverErrorKind.RateLimited, TimeSpan.FromMinutes(5)));
        e.Message.ShouldContain("10 requests per 5 minutes");
        Requests(SimulatedOperation.Write).ShouldBe(1);
    }

    private int Requests(SimulatedOperation operation) => _simulator.Requests.Of(operation).Count;

    private ServiceProvider Services(string tokenFile)
    {
        var services = new ServiceCollection();
        var builder = services.AddFailoverIp().AddNetcupRest("netcup", o => (o.BaseAddress, o.RefreshTokenFile) = (_simulator.BaseAddress, tokenFile));
        foreach (var (name, address, target) in new[] { ("web", Web, RestService.S1), ("web6", "2001:db8:a:20::/64", RestService.S1), ("byNumber", "203.0.113.11", "111001"), ("elsewhere", Web, "v2200000000000000003") })
        {
            builder.AddAddress(name, o =>
            {
                (o.Address, o.Provider, o.Target["Server"]) = (address, "netcup", target);
                o.Retry = o.Retry with { Delay = TimeSpan.FromMilliseconds(50), RequestTimeout = TimeSpan.FromSeconds(5), TotalTimeout = TimeSpan.FromSeconds(30) };
            });
        }
        return services.BuildServiceProvider();
    }
}
