using System.Net;

namespace FailoverIp.Lvs.Tests.Checks;

/// <summary>Two checks that are equal and meet the same target are made once: equality is by value, all the way down.</summary>
public class OptionsEqualityTests
{
    public static TheoryData<CheckOptions, CheckOptions, CheckOptions> Checks => new()
    {
        { Http("/a", 200), Http("/a", 200), Http("/b", 200) },
        { Http("/a", 200), Http("/a", 200), Http("/a", 201) },
        { Http("/a", 200), Http("/a", 200), Http("/a", 200) with { Tls = true } },
        { Http("/a", 200), Http("/a", 200), Http("/a", 200) with { TlsOptions = new() { CaFile = "x" } } },
        { Http("/a", 200), Http("/a", 200), Http("/a", 200) with { BindAddress = IPAddress.Loopback } },
        { new MiscCheckOptions { Command = ["a", "b"] }, new MiscCheckOptions { Command = ["a", "b"] }, new MiscCheckOptions { Command = ["a", "c"] } },
        { new UdpCheckOptions { Payload = "00" }, new UdpCheckOptions { Payload = "00" }, new UdpCheckOptions { Payload = "01" } },
        { new TcpCheckOptions(), new TcpCheckOptions(), new PingCheckOptions() },
    };

    [Theory]
    [MemberData(nameof(Checks))]
    public void Checks_are_equal_by_value(CheckOptions one, CheckOptions same, CheckOptions other)
    {
        one.ShouldBe(same);
        one.GetHashCode().ShouldBe(same.GetHashCode());
        one.ShouldNotBe(other);
    }

    [Theory]
    [InlineData("HttpGet", "SslGet", "Tcp", "Smtp", "Dns", "Udp", "Ping", "Misc", "File")]
    public void Each_kind_has_the_name_it_has_in_the_configuration(params string[] names) =>
        ((CheckOptions[])[new HttpCheckOptions(), new HttpCheckOptions { Tls = true }, new TcpCheckOptions(), new SmtpCheckOptions(), new DnsCheckOptions(), new UdpCheckOptions(),
            new PingCheckOptions(), new MiscCheckOptions { Command = ["x"] }, new FileCheckOptions { Path = "x" }]).Select(c => c.Kind).ShouldBe(names);

    private static HttpCheckOptions Http(string path, int status) => new() { Urls = [new() { Path = path, StatusCodes = [status] }] };
}
