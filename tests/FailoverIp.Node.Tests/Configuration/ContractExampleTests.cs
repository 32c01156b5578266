using System.Net;
using FailoverIp.Lvs;
using FailoverIp.Vrrp.Ipvs;

namespace FailoverIp.Node.Tests;

/// <summary>The example of the documentation, word for word.</summary>
public class ContractExampleTests
{
    private const string Uuid = "00000000-0000-4000-8000-000000000001";

    private static readonly string Example = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Configuration", "contract-example.json"));

    [Fact]
    public void Only_the_missing_secrets_and_what_is_to_be_filled_in_are_reported()
    {
        var configuration = Configurations.Load(Example);

        configuration.Lines().ShouldBe(
        [
            "f.json:6: Providers.netcup.RefreshTokenFile: /var/lib/failoverip/netcup.token does not exist",
            "f.json:8: Providers.netcup-soap.PasswordFile: /etc/failoverip/netcup.password does not exist",
            "f.json:10: Providers.ionos.TokenFile: /etc/failoverip/ionos.token does not exist",
            "f.json:11: warning: Providers.ionos.DatacenterId: \"…\" is not a UUID",
            "f.json:23: warning: Addresses.pb.Target.Server: \"<server uuid>\" is not a UUID",
            "f.json:23: warning: Addresses.pb.Target.Nic: \"<nic uuid>\" is not a UUID",
            "f.json:28: Vrrp.Instances.VI_1.Authentication.PasswordFile: /etc/failoverip/vrrp.password does not exist",
        ]);
        configuration.IsValid.ShouldBeFalse();
        configuration.Options.ShouldBeNull();
    }

    [Fact]
    public void With_its_secrets_and_the_blanks_filled_in_it_is_read_whole()
    {
        using var folder = new TempFolder();
        folder.Write("netcup.token", "token\n");
        folder.Write("netcup.password", "password\n");
        folder.Write("ionos.token", "token\n");
        folder.Write("vrrp.password", "lol4321\n");
        var filledIn = Example
            .Replace("/var/lib/failoverip/netcup.token", "netcup.token", StringComparison.Ordinal)
            .Replace("/etc/failoverip/", "", StringComparison.Ordinal)
            .Replace("\"…\"", $"\"{Uuid}\"", StringComparison.Ordinal)
            .Replace("<server uuid>", Uuid, StringComparison.Ordinal)
            .Replace("<nic uuid>", Uuid, StringComparison.Ordinal);

        var configuration = NodeConfiguration.Load(folder.Write("f.json", filledIn), new() { Environment = Configurations.NoEnvironment });

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
            $"pb 198.51.100.7/32 ionos VI_1  Nic={Uuid}, Server={Uuid}",
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
        var http = options.VirtualServers.ShouldHaveSingleItem();
        (http.Follows, http.Bypass).ShouldBe(("VI_1", false));
        http.Options.ShouldBe(new VirtualServerOptions
        {
            Name = "http",
            Key = IpvsServiceKey.Of(IpvsProtocol.Tcp, IPEndPoint.Parse("203.0.113.10:80")),
            Scheduler = "rr",
            Method = IpvsForwarding.DirectRoute,
            Persistence = TimeSpan.FromSeconds(50),
            RealServers =
            [
                new() { Address = IPEndPoint.Parse("10.132.0.10:80"), Weight = 1, Checks = [new HttpCheckOptions { Urls = [new() { Path = "/", Digest = "21dde95d9d269cbb2fa6560309dca40c" }] }] },
            ],
        });
        // Relative names count from the file's folder, also for those who read the section themselves.
        configuration.Section["Providers:netcup:RefreshTokenFile"].ShouldBe(folder["netcup.token"]);
        configuration.Section["Providers:ionos:TokenFile"].ShouldBe(folder["ionos.token"]);
        configuration.Section["Providers:netcup-soap:PasswordFile"].ShouldBe(folder["netcup.password"]);
    }
}
