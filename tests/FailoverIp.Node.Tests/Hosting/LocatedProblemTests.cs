using FailoverIp.Vrrp;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace FailoverIp.Node.Tests;

/// <summary>What only the machine can find out about a configuration is told with its line too.</summary>
public class LocatedProblemTests
{
    private const string Problem = "this kernel has no macvlan (its module is missing, or not built)";

    private static readonly VrrpException Refusal = new($"VI_1: VirtualMac: {Problem}") { Problem = new("VirtualMac", Problem) { Router = "VI_1" } };

    private static NodeConfiguration Configuration(string vmac) => Configurations.Load($$"""
        { "FailoverIp": { "Vrrp": { "Instances": {
            "VI_1": {
              "Interface": "eth1", "VirtualRouterId": 101, "Priority": 150,
              {{vmac}}
              "VirtualAddresses": [ "10.132.0.100" ]
            } } } } }
        """);

    private static IHost Build(NodeConfiguration configuration, FakeEngine engine)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new() { DisableDefaults = true });
        builder.Services.AddSingleton<IVrrpEngine>(engine);
        builder.Services.AddFailoverIpNode(configuration.Section, configuration.Options! with { ControlSocket = null });
        return builder.Build();
    }

    [Theory]
    [InlineData("\"UseVmac\": true,", "UseVmac")]
    [InlineData("\"UseIpvlan\": true,", "UseIpvlan")]
    public async Task A_start_that_the_machine_refuses_names_the_line(string vmac, string key)
    {
        using var host = Build(Configuration(vmac), new() { Refuses = Refusal });

        var failure = await Should.ThrowAsync<FailoverIpException>(() => host.StartAsync());

        failure.Kind.ShouldBe(FailoverErrorKind.Configuration);
        failure.Message.ShouldEndWith($"f.json:4: Vrrp.Instances.VI_1.{key}: {Problem}");
    }

    [Fact]
    public async Task A_reload_that_the_machine_refuses_names_the_line_of_the_new_file_and_changes_nothing()
    {
        var engine = new FakeEngine();
        var before = Configuration("");
        using var host = Build(before, engine);
        await host.StartAsync();
        var node = host.Services.GetRequiredService<IFailoverNode>();
        var options = node.Options;
        engine.RefusesReload = Refusal;

        var failure = await Should.ThrowAsync<FailoverIpException>(() => node.ReloadAsync(Configuration("\n\n\"UseVmac\": true,").Options! with { ControlSocket = null }));

        failure.Kind.ShouldBe(FailoverErrorKind.Configuration);
        failure.Message.ShouldEndWith($"f.json:6: Vrrp.Instances.VI_1.UseVmac: {Problem}");
        node.Options.ShouldBeSameAs(options);
        engine.Started.ShouldHaveSingleItem().VirtualMac.ShouldBeNull();
        await host.StopAsync();
    }

    [Fact]
    public async Task Without_a_configuration_it_is_the_engines_own_line()
    {
        var failure = await Should.ThrowAsync<FailoverIpException>(() => TestNode.StartAsync(engine: new FakeEngine { Refuses = Refusal }));

        failure.Message.ShouldBe(Refusal.Message);
    }
}
