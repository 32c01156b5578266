using FailoverIp.Core.Tests.Support;
using FailoverIp.Simulation;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace FailoverIp.Core.Tests.DependencyInjection;

public class AddFailoverIpTests
{
    private const string TwoAccounts = """
        { "FailoverIp": {
            "Node": "s1",
            "Providers": { "one": { "Type": "Own", "Greeting": "hello" }, "two": { "Type": "own", "Greeting": "welcome" } },
            "Addresses": {
              "web":  { "Address": "203.0.113.10", "Provider": "one", "Follows": "VI_1", "Interface": "eth0", "Target": { "Server": "v1" },
                        "Retry": { "MaxAttempts": 5, "Delay": "00:00:01", "VerifyTimeout": "00:00:10", "RequestTimeout": "00:00:04", "TotalTimeout": "00:01:00" }, "VerifyInterval": "00:00:30" },
              "mail": { "Address": "2001:db8:a:20::/64", "Provider": "TWO", "Target": { "server": "v2" } } } } }
        """;

    [Fact]
    public async Task Three_lines_of_configuration_are_an_application()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["FailoverIp:Providers:one:Type"] = "Own", ["FailoverIp:Providers:one:Greeting"] = "hello", ["FailoverIp:Addresses:web:Address"] = "203.0.113.10",
            ["FailoverIp:Addresses:web:Provider"] = "one", ["FailoverIp:Addresses:web:Target:Server"] = "v1",
        });
        builder.Services.AddFailoverIp(builder.Configuration.GetSection("FailoverIp")).AddOwn();
        using var host = builder.Build();
        await host.StartAsync();

        var result = await host.Services.GetRequiredService<IFailoverIpRouter>().EnsureAsync("web");

        (result.Outcome, result.Owner).ShouldBe((RouteOutcome.Rerouted, "v1"));
        await host.StopAsync();
    }

    [Fact]
    public void Every_key_of_an_address_is_read_and_those_of_others_are_left_alone()
    {
        using var services = Build(TwoAccounts);

        var routes = services.GetRequiredService<IFailoverIpRouter>().Routes;

        routes.Select(r => r.Name).ShouldBe(["mail", "web"]);
        routes[1].ShouldBe(new FailoverRoute("web", FailoverAddress.Parse("203.0.113.10"), "one", RouteTarget.ForServer("v1"))
        {
            Retry = new()
            {
                MaxAttempts = 5,
                Delay = TimeSpan.FromSeconds(1),
                VerifyTimeout = TimeSpan.FromSeconds(10),
                RequestTimeout = TimeSpan.FromSeconds(4),
                TotalTimeout = TimeSpan.FromMinutes(1),
            },
            VerifyInterval = TimeSpan.FromSeconds(30),
        });
        routes[0].ShouldBe(new FailoverRoute("mail", FailoverAddress.Parse("2001:db8:a:20::/64"), "two", RouteTarget.ForServer("v2")));
    }

    [Fact]
    public async Task Several_accounts_live_side_by_side_each_made_once()
    {
        using var services = Build(TwoAccounts);
        var router = services.GetRequiredService<IFailoverIpRouter>();

        await router.EnsureAsync("web");
        (await router.ReadAsync("mail")).RoutedToTarget.ShouldBeFalse();

        var catalog = services.GetRequiredService<ProviderCatalog>().Current;
        var (made, other) = (catalog.Account("one").Get().ShouldBeOfType<OwnProvider>(), catalog.Account("two").Get().ShouldBeOfType<OwnProvider>());
        (made.Greeting, other.Greeting).ShouldBe(("hello", "welcome"));
        catalog.Account("ONE").Get().ShouldBeSameAs(made);
        var one = services.GetRequiredKeyedService<IFailoverIpProvider>("one");
        (await one.ReadRouteAsync(new(router.Routes[1].Address, router.Routes[1].Target), default)).Owner.ShouldBe("v1");
    }

    [Fact]
    public async Task Providers_belong_to_the_container_which_disposes_of_each_once()
    {
        OwnProvider byCode = new("code"), configured;
        using (var services = Build(TwoAccounts, b => b.AddProvider("code", _ => byCode).AddAddress("c", a => (a.Address, a.Provider, a.Target["Server"]) = ("203.0.113.12", "code", "v1"))))
        {
            var router = services.GetRequiredService<IFailoverIpRouter>();
            await router.EnsureAsync("web");
            await router.EnsureAsync("c");
            configured = (OwnProvider)services.GetRequiredService<ProviderCatalog>().Current.Account("one").Get();
        }
        (byCode.Disposals, configured.Disposals).ShouldBe((1, 1));
    }

    [Fact]
    public async Task Addresses_and_providers_by_code_alone_make_a_router_too()
    {
        using var services = new ServiceCollection().AddFailoverIp()
            .AddProvider("mine", _ => new OwnProvider("hi"))
            .AddAddress("web", a =>
            {
                a.Address = "203.0.113.10";
                a.Provider = "Mine";
                a.Target["Server"] = "v1";
                a.Retry = new() { MaxAttempts = 2 };
            })
            .Services.BuildServiceProvider();

        var router = services.GetRequiredService<IFailoverIpRouter>();

        (await router.EnsureAsync("WEB")).Attempts.ShouldBe(1);
        router.Routes.Single().Provider.ShouldBe("mine");
        services.GetRequiredKeyedService<IFailoverIpProvider>("mine").ShouldBeOfType<OwnProvider>();
    }

    [Fact]
    public async Task Code_wins_over_the_configuration()
    {
        using var services = Build(TwoAccounts, b => b.AddProvider("one", _ => new OwnProvider("code")).AddAddress("Web", a => a.Target["Server"] = "v9"));

        var result = await services.GetRequiredService<IFailoverIpRouter>().EnsureAsync("web");

        (result.Owner, result.Route.Name, result.Route.Retry.MaxAttempts).ShouldBe(("v9", "Web", 5));
        services.GetRequiredKeyedService<IFailoverIpProvider>("one").ShouldBeOfType<OwnProvider>().Greeting.ShouldBe("code");
    }

    [Fact]
    public void The_router_is_made_without_a_single_provider_being_made()
    {
        using var services = Build(TwoAccounts, b => b.AddProvider("one", _ => throw new InvalidOperationException("must not be asked for")));

        services.GetRequiredService<IFailoverIpRouter>().Routes.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_provider_that_can_not_be_made_fails_its_own_addresses_only_and_is_tried_again()
    {
        var tries = 0;
        using var services = Build(TwoAccounts, b => b.AddProvider("one", _ => ++tries == 1 ? throw new InvalidOperationException("no file\nsecond line") : new OwnProvider("late")));
        var router = services.GetRequiredService<IFailoverIpRouter>();

        var error = await Should.ThrowAsync<FailoverIpException>(() => router.EnsureAsync("web"));
        (error.Kind, error.Message).ShouldBe((FailoverErrorKind.Configuration, "Providers:one: the provider could not be made (InvalidOperationException: no file)"));
        (await router.EnsureAsync("mail")).Attempts.ShouldBe(1);
        (await router.EnsureAsync("web")).Attempts.ShouldBe(1);
    }

    [Fact]
    public async Task What_a_provider_type_refuses_reaches_the_caller_as_it_is()
    {
        using var services = Build(TwoAccounts.Replace("\"Greeting\": \"hello\"", "\"Greetings\": \"hello\"", StringComparison.Ordinal));

        var error = await Should.ThrowAsync<FailoverIpException>(() => services.GetRequiredService<IFailoverIpRouter>().EnsureAsync("web"));

        (error.Kind, error.Message).ShouldBe((FailoverErrorKind.Configuration, "FailoverIp:Providers:one:Greeting: is missing"));
    }

    [Fact]
    public void Every_problem_is_told_at_once_with_its_key()
    {
        using var services = Build("""
            { "FailoverIp": {
                "Providers": { "one": { "Type": "Own" }, "bad": { "Type": "NetcupSope" }, "none": {} },
                "Addresses": {
                  "a": { "Address": "203.0.113.010", "Provider": "onne", "Target": { "Server": "" }, "Retry": { "MaxAttempts": 0, "Delay": "soon", "TotalTimeout": "00:00:00" }, "VerifyInterval": 60 },
                  "b": { "Retry": { "MaxAttempts": "ten", "RequestTimeout": "-00:00:01" } } } } }
            """);

        var error = Should.Throw<FailoverIpException>(services.GetRequiredService<IFailoverIpRouter>);

        error.Kind.ShouldBe(FailoverErrorKind.Configuration);
        error.Message.Split("; Addresses:").ShouldBe([
            "Providers:bad:Type: 'NetcupSope' is not a known type; there are: Own; Providers:none:Type: is missing; there are: Own",
            "a:Retry:Delay: 'soon' is not a duration (durations are written as 00:00:03)",
            "a:Address: '203.0.113.010' is not an IP address",
            "a:Provider: 'onne' is not a configured provider; there are: bad, none, one",
            "a:Target:Server: is empty",
            "a:Retry:MaxAttempts: 0 is not between 1 and 1000",
            "a:Retry:TotalTimeout: 00:00:00 is not between more than zero and one day (durations are written as 00:00:03)",
            "a:VerifyInterval: 60.00:00:00 is not between more than zero and one day (durations are written as 00:00:03)",
            "b:Retry:MaxAttempts: 'ten' is not a whole number",
            "b:Address: is missing",
            "b:Provider: is missing",
            "b:Target: is missing",
            "b:Retry:RequestTimeout: -00:00:01 is not between more than zero and one day (durations are written as 00:00:03)",
        ]);
    }

    [Fact]
    public async Task A_host_with_a_bad_configuration_does_not_start()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.Services.AddSingleton<Microsoft.Extensions.Logging.ILoggerFactory, ListLogger>();
        builder.Services.AddFailoverIp().AddAddress("web", a => a.Provider = "none");
        using var host = builder.Build();

        (await Should.ThrowAsync<FailoverIpException>(() => host.StartAsync())).Message.ShouldContain("Addresses:web:Address: is missing");
    }

    [Fact]
    public async Task In_a_host_the_providers_are_kept_ready_and_without_one_they_are_left_alone()
    {
        var clock = new VirtualTimeProvider();
        var provider = new ScriptedProvider(clock);
        var builder = Host.CreateApplicationBuilder();
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.Services.AddFailoverIp().AddProvider("fake", _ => provider).AddAddress("web", a => (a.Address, a.Provider, a.Target["Server"]) = ("203.0.113.10", "fake", ScriptedProvider.Me));
        using var host = builder.Build();
        (await host.Services.GetRequiredService<IFailoverIpRouter>().ReadAsync("web")).Owner.ShouldBe(ScriptedProvider.Peer);
        provider.Prepares.ShouldBe(0);

        await host.StartAsync();
        await Wait.Until(() => provider.Prepares == 1);
        await host.StopAsync();
    }

    [Fact]
    public void Adding_it_twice_changes_nothing()
    {
        var services = new ServiceCollection();
        services.AddFailoverIp();
        services.AddFailoverIp();

        services.Count(s => s.ServiceType == typeof(IHostedService)).ShouldBe(1);
        services.Count(s => s.ServiceType == typeof(IFailoverIpRouter)).ShouldBe(1);
        services.Count(s => s.ServiceType == typeof(IValidateOptions<FailoverAddressOptions>)).ShouldBe(1);
    }

    [Fact]
    public void A_provider_that_nobody_configured_is_an_error_that_tells_the_known_ones()
    {
        using var services = Build(TwoAccounts);

        Should.Throw<FailoverIpException>(() => services.GetRequiredKeyedService<IFailoverIpProvider>("three")).Message.ShouldBe("'three' is not a configured provider; there are: one, two");
    }

    private static ServiceProvider Build(string json, Action<IFailoverIpBuilder>? more = null)
    {
        var configuration = new ConfigurationBuilder().AddJsonStream(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(json))).Build();
        var builder = new ServiceCollection().AddFailoverIp(configuration.GetSection("FailoverIp")).AddOwn();
        more?.Invoke(builder);
        return builder.Services.BuildServiceProvider(validateScopes: true);
    }
}
