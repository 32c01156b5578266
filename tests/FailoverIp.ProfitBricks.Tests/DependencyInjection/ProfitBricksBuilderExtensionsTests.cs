using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using static FailoverIp.ProfitBricks.Tests.CloudService;

namespace FailoverIp.ProfitBricks.Tests.DependencyInjection;

public class ProfitBricksBuilderExtensionsTests
{
    [Fact]
    public async Task An_account_of_the_configuration_routes_an_address()
    {
        var cloud = HeldBy(B);
        await using var services = Configured(cloud, Section("Token", "s3cret-token"));
        var router = services.GetRequiredService<IFailoverIpRouter>();
        (await router.ReadAsync("pb")).ShouldBe(new RouteReading(A.ToString(), B.ToString(), false));
        (await cloud.RunAsync(router.EnsureAsync("pb"))).Owner.ShouldBe(A.ToString());
    }

    [Fact]
    public async Task Every_problem_of_an_account_is_told_at_once_and_no_secret_with_it()
    {
        var section = Section("Token", "s3cret-token");
        (section["FailoverIp:Providers:ionos:TokenFile"], section["FailoverIp:Providers:ionos:DatacenterId"]) = ("/also", "dc-1");
        (section["FailoverIp:Providers:ionos:BaseAddress"], section["FailoverIp:Providers:ionos:ContractNumber"]) = ("ftp://api.example", "0");
        await using var services = Configured(HeldBy(), section);
        var e = await Should.ThrowAsync<FailoverIpException>(services.GetRequiredService<IFailoverIpRouter>().ReadAsync("pb"));
        e.Kind.ShouldBe(FailoverErrorKind.Configuration);
        foreach (var word in new[] { "Providers:ionos", "Token and TokenFile", "DatacenterId", "'dc-1' is not a UUID", "BaseAddress", "ContractNumber" })
            e.Message.ShouldContain(word);
        e.ToString().ShouldNotContain("s3cret");
    }

    [Theory]
    [InlineData("Token=t")]
    [InlineData("TokenFile=/t")]
    [InlineData("UserName=u;Password=p")]
    [InlineData("UserName=u;PasswordFile=/p")]
    [InlineData("Token=t;Mode=NicMove;LanId=")]
    public void What_is_enough_is_accepted(string settings) => Problems(settings).ShouldBeEmpty();

    [Theory]
    [InlineData("", "is needed")]
    [InlineData("UserName=u", "is needed")]
    [InlineData("Password=p", "is needed")]
    [InlineData("Token=t;UserName=u;Password=p", "is needed")]
    [InlineData("Token=t;TokenFile=/t", "is needed")]
    [InlineData("UserName=u;Password=p;PasswordFile=/p", "is needed")]
    [InlineData("UserName=a:b;Password=p", "colon")]
    [InlineData("Token=t;DatacenterId=", "DatacenterId")]
    [InlineData("Token=t;LanId=", "LanId")]
    [InlineData("Token=t;LanId=0", "LanId")]
    [InlineData("Token=t;LanId=one", "LanId")]
    [InlineData("Token=t;Mode=Both", "Mode")]
    [InlineData("Token=t;Mode=7", "Mode")]
    [InlineData("Token=t;Mode=NicMove;RepointGroup=true", "RepointGroup")]
    [InlineData("Token=t;ContractNumber=-1", "ContractNumber")]
    [InlineData("Token=t;BaseAddress=https://u:p@api.example/", "BaseAddress")]
    public void What_cannot_work_is_named(string settings, string word) => Problems(settings).ShouldContain(word);

    [Fact]
    public void The_defaults_are_the_documented_ones()
    {
        var options = new ProfitBricksOptions();
        (options.BaseAddress, options.Mode, options.RepointGroup).ShouldBe((new Uri("https://api.ionos.com/cloudapi/v6/"), ProfitBricksMode.FailoverGroup, false));
    }

    private static string Problems(string settings)
    {
        var values = new Dictionary<string, string?> { ["DatacenterId"] = DatacenterId.ToString(), ["LanId"] = "1" };
        foreach (var (key, value) in settings.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(s => s.Split('=', 2)).Select(p => (p[0], p[1])))
            values[key] = value.Length == 0 ? null : value;
        var section = new ConfigurationBuilder().AddInMemoryCollection(values.Select(v => new KeyValuePair<string, string?>($"p:{v.Key}", v.Value))).Build().GetSection("p");
        try
        {
            ProfitBricksOptions.Read(section);
            return "";
        }
        catch (FailoverIpException e)
        {
            e.Kind.ShouldBe(FailoverErrorKind.Configuration);
            return e.Message;
        }
    }

    private static IConfigurationRoot Section(string credential, string value) => new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
    {
        ["FailoverIp:Providers:ionos:Type"] = "ProfitBricks",
        ["FailoverIp:Providers:ionos:BaseAddress"] = Base.ToString(),
        [$"FailoverIp:Providers:ionos:{credential}"] = value,
        ["FailoverIp:Providers:ionos:DatacenterId"] = DatacenterId.ToString(),
        ["FailoverIp:Providers:ionos:LanId"] = "1",
        ["FailoverIp:Providers:ionos:Mode"] = "NicMove",
        ["FailoverIp:Addresses:pb:Address"] = Ip,
        ["FailoverIp:Addresses:pb:Provider"] = "ionos",
        ["FailoverIp:Addresses:pb:Target:Server"] = A.Server.ToString(),
        ["FailoverIp:Addresses:pb:Target:Nic"] = A.Nic.ToString(),
    }).Build();

    private static ServiceProvider Configured(CloudService cloud, IConfiguration configuration)
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(cloud.Time);
        services.AddFailoverIp(configuration.GetSection("FailoverIp")).AddProfitBricks();
        services.AddHttpClient("FailoverIp:ionos").ConfigurePrimaryHttpMessageHandler(() => cloud.Http);
        return services.BuildServiceProvider();
    }
}
