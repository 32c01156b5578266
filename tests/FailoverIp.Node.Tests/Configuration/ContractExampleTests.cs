namespace FailoverIp.Node.Tests;

/// <summary>The example of the documentation, word for word: what is not carried out yet is told on its line, and nothing else is.</summary>
public class ContractExampleTests
{
    private static readonly string Example = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Configuration", "contract-example.json"));

    [Fact]
    public void Only_what_this_version_does_not_carry_out_and_the_missing_secrets_are_reported()
    {
        var configuration = Configurations.Load(Example);

        configuration.Lines().ShouldBe(
        [
            "f.json:6: Providers.netcup.RefreshTokenFile: /var/lib/failoverip/netcup.token does not exist",
            "f.json:8: Providers.netcup-soap.PasswordFile: /etc/failoverip/netcup.password does not exist",
            "f.json:10: Providers.ionos.Type: the provider type ProfitBricks is not supported by this version",
            "f.json:28: Vrrp.Instances.VI_1.Authentication.PasswordFile: /etc/failoverip/vrrp.password does not exist",
            "f.json:33: VirtualServers is not supported by this version",
        ]);
        configuration.IsValid.ShouldBeFalse();
        configuration.Options.ShouldBeNull();
    }

    [Fact]
    public void The_rest_of_it_is_read_whole()
    {
        using var folder = new TempFolder();
        folder.Write("netcup.token", "token\n");
        folder.Write("netcup.password", "password\n");
        folder.Write("vrrp.password", "lol4321\n");
        var supported = Example
            .Replace("/var/lib/failoverip/netcup.token", "netcup.token", StringComparison.Ordinal)
            .Replace("/etc/failoverip/", "", StringComparison.Ordinal)
            .Split('\n');
        // Without the lines of ProfitBricks, the address it routes, and the virtual server.
        var kept = string.Join('\n', supported.Where((_, i) => i + 1 is not ((>= 9 and <= 12) or 23 or (>= 34 and <= 36))));

        var configuration = NodeConfiguration.Load(folder.Write("f.json", kept), new() { Environment = Configurations.NoEnvironment });

        configuration.Lines().ShouldBeEmpty();
        var options = configuration.Options.ShouldNotBeNull();
        options.Name.ShouldBe("s1");
        options.StatusListen.ShouldBe(new Uri("http://127.0.0.1:9112"));
        options.ControlSocket.ShouldBe("/run/failoverip/control.sock");
        options.Addresses.Select(a => $"{a.Route.Name} {a.Route.Address} {a.Route.Provider} {a.Follows} {a.Interface} {a.Route.Target}").ShouldBe(
        [
            "web 203.0.113.10/32 netcup VI_1 eth0 Server=v2200000000000000001",
            "web6 2001:db8:a:20::/64 netcup VI_1  Server=v2200000000000000001",
            "old 203.0.113.11/32 netcup-soap VI_1  Mac=02:00:00:00:00:01, Server=v2200000000000000001",
        ]);
        options.Addresses[0].Route.Retry.ShouldBe(new RouteRetry
        {
            MaxAttempts = 10, Delay = TimeSpan.FromSeconds(3), VerifyTimeout = TimeSpan.FromSeconds(15), RequestTimeout = TimeSpan.FromSeconds(10), TotalTimeout = TimeSpan.FromMinutes(3),
        });
        var instance = options.Instances.ShouldHaveSingleItem();
        (instance.Name, instance.Interface, instance.VirtualRouterId, instance.Priority, instance.Version, instance.AdvertisementInterval, instance.Preempt)
            .ShouldBe(("VI_1", "eth1", 101, 255, Vrrp.VrrpVersion.V2, TimeSpan.FromSeconds(2), true));
        instance.Password.ShouldNotBeNull().Matches("lol4321\0"u8).ShouldBeTrue();
        instance.VirtualAddresses.ShouldHaveSingleItem().ToString().ShouldBe("10.132.0.100/32");
        // Relative names count from the file's folder, also for those who read the section themselves.
        configuration.Section["Providers:netcup:RefreshTokenFile"].ShouldBe(folder["netcup.token"]);
        configuration.Section["Providers:netcup-soap:PasswordFile"].ShouldBe(folder["netcup.password"]);
    }
}
