using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http;

namespace FailoverIp.Netcup.Tests;

public sealed class NetcupBuilderExtensionsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Two_accounts_of_both_kinds_live_side_by_side()
    {
        using var rest = new ScriptedService(asked => asked.Is(Tokens.Path) ? Tokens.Granted() : Answer.Json($"[{RestService.Ipv4("203.0.113.10", 1, 111001)}]"));
        using var soap = new ScriptedService(_ => Answer.Xml(Envelopes.Result("getVServerIPs", "203.0.113.11")));
        var services = new ServiceCollection();
        services.AddHttpClient("FailoverIp:rest").ConfigurePrimaryHttpMessageHandler(() => rest);
        services.AddFailoverIp()
            .AddNetcupRest("rest", o => o.RefreshToken = "r")
            .AddNetcupSoap("soap", o => (o.LoginName, o.Password) = ("12345", "p"))
            .AddAddress("web", o => (o.Address, o.Provider, o.Target["Server"]) = ("203.0.113.10", "rest", RestService.S1))
            .AddAddress("old", o => (o.Address, o.Provider, o.Target["Server"]) = ("203.0.113.11", "soap", RestService.S1));
        services.AddHttpClient("FailoverIp:soap").ConfigurePrimaryHttpMessageHandler(() => soap);
        await using var provider = services.BuildServiceProvider();
        var router = provider.GetRequiredService<IFailoverIpRouter>();
        (await router.ReadAsync("web")).RoutedToTarget.ShouldBeTrue();
        (await router.ReadAsync("old")).RoutedToTarget.ShouldBeTrue();
        rest.Asked[0].Uri.Host.ShouldBe("www.servercontrolpanel.de");
        soap.Asked[0].Uri.ToString().ShouldBe("https://www.servercontrolpanel.de/WSEndUser");
    }

    [Fact]
    public async Task Three_lines_of_configuration_are_enough()
    {
        using var http = new ScriptedService(asked => asked.Is(Tokens.Path) ? Tokens.Granted() : Answer.Json($"[{RestService.Ipv4("203.0.113.10", 1, 111001)}]"));
        await using var provider = Configured($$"""
            "Providers": { "netcup": { "Type": "NetcupRest", "BaseAddress": "http://127.0.0.1:9/", "RefreshTokenFile": "{{_folder.File("token", "from-file\n")}}" } },
            "Addresses": { "web": { "Address": "203.0.113.10", "Provider": "netcup", "Target": { "Server": "{{RestService.S1}}" } } }
            """, http);
        (await provider.GetRequiredService<IFailoverIpRouter>().EnsureAsync("web")).Outcome.ShouldBe(RouteOutcome.AlreadyRouted);
        http.Asked[0].Body.ShouldEndWith("refresh_token=from-file");
        http.Asked[0].Uri.Authority.ShouldBe("127.0.0.1:9");
    }

    public static TheoryData<string, string> Unusable => new()
    {
        { """ "Type": "NetcupRest" """, "exactly one of RefreshToken and RefreshTokenFile is needed" },
        { """ "Type": "NetcupRest", "RefreshToken": "s3cret", "RefreshTokenFile": "/x" """, "exactly one of RefreshToken and RefreshTokenFile is needed" },
        { """ "Type": "NetcupRest", "RefreshToken": "s3cret", "BaseAddress": "ftp://x/" """, "BaseAddress" },
        { """ "Type": "NetcupRest", "RefreshToken": "s3cret", "BaseAddress": "not an address" """, "BaseAddress" },
        { """ "Type": "NetcupRest", "RefreshToken": "s3cret", "BaseAddress": "https://user:pass@x/" """, "BaseAddress" },
        { """ "Type": "NetcupRest", "RefreshToken": "s3cret", "MaxReroutesIn5Minutes": 0 """, "MaxReroutesIn5Minutes" },
        { """ "Type": "NetcupRest", "RefreshToken": "s3cret", "MaxReroutesIn5Minutes": "many" """, "MaxReroutesIn5Minutes" },
        { """ "Type": "NetcupRest", "RefreshTokenFile": "/no/such/token" """, "RefreshTokenFile '/no/such/token' cannot be read: its directory does not exist; run `failoverip login netcup`" },
        { """ "Type": "NetcupSoap", "Password": "s3cret" """, "LoginName" },
        { """ "Type": "NetcupSoap", "LoginName": "12345" """, "exactly one of Password and PasswordFile is needed" },
        { """ "Type": "NetcupSoap", "LoginName": "12345", "Password": "s3cret", "Endpoint": "WSEndUser" """, "Endpoint" },
        { """ "Type": "NetcupSoap", "LoginName": "1\u0001", "Password": "s3cret" """, "LoginName" },
        { """ "Type": "NetcupSoap", "LoginName": "12345", "Password": "s3cret\u0001" """, "password holds a character that XML cannot carry" },
        { """ "Type": "NetcupSoap", "LoginName": "12345", "PasswordFile": "/no/such/password" """, "PasswordFile '/no/such/password' cannot be read: its directory does not exist" },
    };

    [Theory]
    [MemberData(nameof(Unusable))]
    public async Task A_configuration_that_cannot_be_used_says_so_in_one_line_without_a_secret(string entry, string words)
    {
        using var http = new ScriptedService(_ => Answer.Empty(500));
        await using var provider = Configured($$"""
            "Providers": { "netcup": { {{entry}} } },
            "Addresses": { "web": { "Address": "203.0.113.10", "Provider": "netcup", "Target": { "Server": "v1" } } }
            """, http);
        var e = await Should.ThrowAsync<FailoverIpException>(async () => await provider.GetRequiredService<IFailoverIpRouter>().ReadAsync("web"));
        e.Kind.ShouldBe(FailoverErrorKind.Configuration);
        e.Message.ShouldContain(words);
        e.Message.ShouldNotContain('\n');
        e.ToString().ShouldNotContain("s3cret");
        e.ToString().ShouldNotContain("user:pass");
        http.Asked.ShouldBeEmpty();
    }

    [Fact]
    public async Task Options_set_by_code_are_checked_too()
    {
        var services = new ServiceCollection();
        services.AddFailoverIp().AddNetcupRest("netcup", o => o.MaxReroutesIn60Minutes = -1)
            .AddAddress("web", o => (o.Address, o.Provider, o.Target["Server"]) = ("203.0.113.10", "netcup", "v1"));
        await using var provider = services.BuildServiceProvider();
        var e = await Should.ThrowAsync<FailoverIpException>(provider.GetRequiredService<IFailoverIpRouter>().ReadAsync("web"));
        e.Kind.ShouldBe(FailoverErrorKind.Configuration);
        e.Message.ShouldContain("MaxReroutesIn60Minutes");
        e.Message.ShouldContain("exactly one of RefreshToken and RefreshTokenFile is needed");
    }

    [Fact]
    public void Credentials_follow_no_redirect_and_appear_in_no_log_of_headers()
    {
        var services = new ServiceCollection();
        services.AddFailoverIp().AddNetcup();
        using var provider = services.BuildServiceProvider();
        var options = provider.GetRequiredService<Microsoft.Extensions.Options.IOptionsMonitor<HttpClientFactoryOptions>>();
        var builder = new Builder();
        foreach (var action in options.Get("FailoverIp:any").HttpMessageHandlerBuilderActions)
            action(builder);
        builder.PrimaryHandler.ShouldBeOfType<SocketsHttpHandler>().AllowAutoRedirect.ShouldBeFalse();
        options.Get("FailoverIp:any").ShouldRedactHeaderValue("Authorization").ShouldBeTrue();
        options.Get("somebody-else").HttpMessageHandlerBuilderActions.ShouldBeEmpty();
    }

    private static ServiceProvider Configured(string section, ScriptedService http)
    {
        var json = new MemoryStream(System.Text.Encoding.UTF8.GetBytes($$"""{ "FailoverIp": { {{section}} } }"""));
        var services = new ServiceCollection();
        services.AddHttpClient("FailoverIp:netcup").ConfigurePrimaryHttpMessageHandler(() => http);
        services.AddFailoverIp(new ConfigurationBuilder().AddJsonStream(json).Build().GetSection("FailoverIp")).AddNetcup();
        return services.BuildServiceProvider();
    }

    private sealed class Builder : HttpMessageHandlerBuilder
    {
        public override string? Name { get; set; }

        public override HttpMessageHandler PrimaryHandler { get; set; } = new HttpClientHandler();

        public override IList<DelegatingHandler> AdditionalHandlers { get; } = [];

        public override HttpMessageHandler Build() => PrimaryHandler;
    }
}
