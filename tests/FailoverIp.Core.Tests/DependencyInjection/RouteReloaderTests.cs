using FailoverIp.Core.Tests.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace FailoverIp.Core.Tests.DependencyInjection;

public sealed class RouteReloaderTests : IDisposable
{
    private const string One = "\"one\": { \"Type\": \"Own\", \"Greeting\": \"hello\" }";
    private const string Two = "\"two\": { \"Type\": \"Own\", \"Greeting\": \"welcome\" }";
    private static readonly FailoverRoute Web = new("web", FailoverAddress.Parse("203.0.113.10"), "one", RouteTarget.ForServer("v1"));
    private static readonly FailoverRoute Mail = new("mail", FailoverAddress.Parse("203.0.113.11"), "two", RouteTarget.ForServer("v1"));

    private readonly ServiceProvider _services = new ServiceCollection().AddFailoverIp(Section($$"""
        { {{One}}, {{Two}} }, "Addresses": { "web": { "Address": "203.0.113.10", "Provider": "one", "Target": { "Server": "v1" } }, "mail": { "Address": "203.0.113.11", "Provider": "two", "Target": { "Server": "v1" } } }
        """)).AddOwn().AddProvider("code", _ => new OwnProvider("code")).Services.BuildServiceProvider();

    private RouteReloader Reloader => _services.GetRequiredService<RouteReloader>();

    private IFailoverIpRouter Router => _services.GetRequiredService<IFailoverIpRouter>();

    public void Dispose() => _services.Dispose();

    [Fact]
    public async Task An_account_whose_section_is_the_same_stays_and_its_addresses_with_it()
    {
        var (one, two) = (Own("one"), Own("two"));

        await using (var reload = await Reloader.PrepareAsync([Web, Mail], Section($$"""{ "two": { "type": "Own", "Greeting": "good evening" }, "one": { "Greeting": "hello", "Type": "Own" } }""")))
        {
            (reload.Keeps("web"), reload.Keeps("mail"), reload.Keeps("other")).ShouldBe((true, false, false));
            Own("two").ShouldBeSameAs(two, "nothing has changed yet");
            reload.Commit();
        }

        Own("one").ShouldBeSameAs(one);
        Own("two").Greeting.ShouldBe("good evening");
        (one.Disposals, two.Disposals).ShouldBe((0, 1));
    }

    [Fact]
    public async Task The_keyed_service_follows()
    {
        var held = _services.GetRequiredKeyedService<IFailoverIpProvider>("two");
        var before = Own("two");
        await GoOverAsync([Web, Mail], Section($$"""{ {{One}}, "two": { "Type": "Own", "Greeting": "good evening" } }"""));

        await held.StartRerouteAsync(new(Mail.Address, Mail.Target), default);

        (await Own("two").ReadRouteAsync(new(Mail.Address, Mail.Target), default)).Owner.ShouldBe("v1");
        (await before.ReadRouteAsync(new(Mail.Address, Mail.Target), default)).Owner.ShouldNotBe("v1");
    }

    [Fact]
    public async Task An_account_that_is_taken_out_is_known_no_more()
    {
        await GoOverAsync([Web], Section($$"""{ {{One}} }"""));

        Should.Throw<FailoverIpException>(() => _services.GetRequiredKeyedService<IFailoverIpProvider>("two")).Message.ShouldBe("'two' is not a configured provider; there are: code, one");
        Router.Routes.ShouldHaveSingleItem().Name.ShouldBe("web");
    }

    [Fact]
    public async Task An_account_that_cannot_be_made_refuses_everything_and_what_was_made_beside_it_is_disposed_of()
    {
        var failure = await Should.ThrowAsync<FailoverIpException>(() => Reloader.PrepareAsync(
            [Web, Mail], Section("""{ "one": { "Type": "Own", "Greeting": "hi" }, "two": { "Type": "Own" } }""")));

        (failure.Kind, failure.Message).ShouldBe((FailoverErrorKind.Configuration, "FailoverIp:Providers:two:Greeting: is missing"));
        Own("one").Greeting.ShouldBe("hello");
    }

    [Fact]
    public async Task What_is_prepared_and_never_committed_changes_nothing()
    {
        await using (await Reloader.PrepareAsync([Web], Section("""{ "one": { "Type": "Own", "Greeting": "hi" } }""")))
            Router.Routes.Count.ShouldBe(2);

        (Own("one").Greeting, Own("two").Greeting, Router.Routes.Count).ShouldBe(("hello", "welcome", 2));
    }

    [Fact]
    public async Task Accounts_by_code_and_all_accounts_without_a_section_stay()
    {
        var (one, byCode) = (Own("one"), (OwnProvider)_services.GetRequiredKeyedService<IFailoverIpProvider>("code"));
        await GoOverAsync([Web with { Provider = "code" }], Section($$"""{ {{One}} }"""));
        await using (var reload = await Reloader.PrepareAsync([Web with { Provider = "code" }, Web with { Name = "other" }], null))
        {
            reload.Keeps("web").ShouldBeTrue();
            reload.Commit();
        }

        Own("one").ShouldBeSameAs(one);
        (byCode.Disposals, _services.GetRequiredKeyedService<IFailoverIpProvider>("code")).ShouldBe((0, byCode));
    }

    [Fact]
    public async Task An_address_whose_account_is_unknown_is_refused_with_its_key()
    {
        var failure = await Should.ThrowAsync<FailoverIpException>(() => Reloader.PrepareAsync([Web, Mail], Section($$"""{ {{One}}, "three": { "Type": "Onw" } }""")));

        failure.Message.ShouldBe("Providers:three:Type: 'Onw' is not a known type; there are: Own; Addresses:mail:Provider: 'two' is not a configured provider; there are: code, one, three");
    }

    [Fact]
    public async Task A_write_that_waits_for_its_turn_under_the_old_configuration_is_never_sent()
    {
        using var rig = new Rig();
        var (first, second) = (new RouteEntry(rig.Route, () => rig.Provider, rig.Clock), new RouteEntry(rig.Route with { Target = RouteTarget.ForServer("v9") }, () => rig.Provider, rig.Clock));
        var board = new RouteBoard(new([first]));
        using var metrics = new RouteMetrics();
        var router = new FailoverIpRouter(board, rig.Clock, metrics, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance);
        var hold = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        rig.Provider.OnRead = async (_, _) =>
        {
            await hold.Task;
            return new(ScriptedProvider.Me, ScriptedProvider.Peer, false);
        };
        var reading = router.EnsureAsync("web");
        var waiting = router.EnsureAsync("web");

        board.Replace(new([second]));

        foreach (var ended in new[] { reading, waiting })
            (await Should.ThrowAsync<FailoverIpException>(() => ended)).Message.ShouldBe("'web' has another configuration by now");
        hold.SetResult();
        rig.Provider.Writes.ShouldBe(0);
    }

    [Fact]
    public async Task An_address_can_be_handed_to_another_target()
    {
        var result = await Router.EnsureAsync("web", RouteTarget.ForServer("v2"));

        (result.Outcome, result.Owner, result.Route.Target.ToString()).ShouldBe((RouteOutcome.Rerouted, "v2", "Server=v2"));
        Router.Routes.Single(r => r.Name == "web").Target.ShouldBe(Web.Target);
    }

    private OwnProvider Own(string name) => (OwnProvider)_services.GetRequiredService<ProviderCatalog>().Current.Account(name).Get();

    private async Task GoOverAsync(IReadOnlyList<FailoverRoute> routes, IConfiguration section)
    {
        await using var reload = await Reloader.PrepareAsync(routes, section);
        reload.Commit();
    }

    private static IConfigurationSection Section(string providers) => new ConfigurationBuilder()
        .AddJsonStream(new MemoryStream(System.Text.Encoding.UTF8.GetBytes($$"""{ "FailoverIp": { "Providers": {{providers}} } }"""))).Build().GetSection("FailoverIp");
}
