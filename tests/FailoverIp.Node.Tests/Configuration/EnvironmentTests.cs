using static FailoverIp.Node.Tests.Configurations;

namespace FailoverIp.Node.Tests;

public class EnvironmentTests
{
    private static NodeConfiguration Load(string json, params (string Name, string Value)[] variables) =>
        Configurations.Load(json, new() { Environment = variables.ToDictionary(v => v.Name, v => v.Value) });

    [Fact]
    public void A_variable_overrides_the_file()
    {
        var configuration = Load(Valid, ("FailoverIp__Node", "s2"), ("FAILOVERIP__VRRP__INSTANCES__VI_1__PRIORITY", "254"), ("FailoverIp__Vrrp__Instances__VI_1__Preempt", "false"),
            ("FailoverIp__Vrrp__Instances__VI_1__VirtualAddresses__0", "10.132.0.200"), ("FailoverIp__Vrrp__Instances__VI_1__UnicastPeers", ""), ("OTHER__Node", "x"));

        configuration.Lines().Where(l => !l.Contains("warning", StringComparison.Ordinal)).ShouldBeEmpty();
        configuration.Options!.Name.ShouldBe("s2");
        configuration.Section["Node"].ShouldBe("s2");
        var instance = configuration.Options.Instances[0];
        (instance.Name, instance.Priority, instance.Preempt).ShouldBe(("VI_1", 254, false));
        instance.VirtualAddresses.ShouldHaveSingleItem().ToString().ShouldBe("10.132.0.200/32");
    }

    [Fact]
    public void A_variable_can_hold_what_the_file_lacks() =>
        Load(With("\"VirtualRouterId\": 101,", ""), ("FailoverIp__Vrrp__Instances__VI_1__VirtualRouterId", "7")).Options!.Instances[0].VirtualRouterId.ShouldBe(7);

    [Theory]
    [InlineData("FailoverIp__Vrrp__Instances__VI_1__Priority", "300", "FailoverIp__Vrrp__Instances__VI_1__Priority: Vrrp.Instances.VI_1.Priority: 300 is not between 1 and 255")]
    [InlineData("FailoverIp__Vrrp__Instances__VI_1__Priority", "high", "FailoverIp__Vrrp__Instances__VI_1__Priority: Vrrp.Instances.VI_1.Priority: \"high\" is not a whole number between 1 and 255")]
    [InlineData("FailoverIp__Vrrp__Instances__VI_1__Preempt", "yes", "FailoverIp__Vrrp__Instances__VI_1__Preempt: Vrrp.Instances.VI_1.Preempt: \"yes\" is not true or false")]
    [InlineData("FailoverIp__Nod", "s2", "FailoverIp__Nod: unknown key \"Nod\"; did you mean \"Node\"?")]
    [InlineData("FailoverIp__Addresses__web__Follows", "VI_9", "FailoverIp__Addresses__web__Follows: Addresses.web.Follows: there is no VRRP instance \"VI_9\"; did you mean \"VI_1\"?")]
    public void A_wrong_value_is_told_with_the_variable_s_name(string name, string value, string line) => Load(Valid, (name, value)).Lines().ShouldBe([line]);

    [Fact]
    public void An_element_that_a_variable_adds_is_checked_whatever_its_number()
    {
        const string Server = "FailoverIp__VirtualServers__s__RealServers__";
        var json = With("\"Vrrp\":", "\"VirtualServers\": { \"s\": { \"Address\": \"203.0.113.10:80\", \"RealServers\": [ { \"Address\": \"10.0.0.1:80\" } ] } }, \"Vrrp\":");

        Load(json, ($"{Server}7__Address", "10.0.0.2:80"), ($"{Server}7__Checks__3__Type", "HttpGet"), ($"{Server}7__Checks__3__Regex", "(")).Lines()
            .ShouldHaveSingleItem().ShouldStartWith($"{Server}7__Checks__3__Regex: VirtualServers.s.RealServers.7.Checks.3.Regex: ");
        Load(json, ($"{Server}7__Address", "10.0.0.1:80")).Lines().ShouldHaveSingleItem().ShouldStartWith($"{Server}7__Address: VirtualServers.s.RealServers.7.Address: ");
    }

    [Fact]
    public void The_variables_of_the_process_are_read()
    {
        // Nothing else in these tests reads the process's own; the name is unknown on purpose, so that it could not go unnoticed elsewhere either.
        Environment.SetEnvironmentVariable("FailoverIp__Noddy", "x");
        try
        {
            Configurations.Load(Valid, new()).Lines().ShouldBe(["FailoverIp__Noddy: unknown key \"Noddy\"; did you mean \"Node\"?"]);
        }
        finally
        {
            Environment.SetEnvironmentVariable("FailoverIp__Noddy", null);
        }
    }
}
