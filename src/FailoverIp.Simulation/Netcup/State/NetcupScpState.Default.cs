namespace FailoverIp.Simulation;

public sealed partial record NetcupScpState
{
    private static readonly NetcupSite Nuremberg = new(1, "Nuremberg");
    private static readonly NetcupSite Vienna = new(2, "Vienna");

    /// <summary>
    /// An account to start with: user 555001 with the customer number 12345; servers <c>v2200000000000000001</c> (111001, MAC 02:00:00:00:00:01)
    /// and <c>v2200000000000000002</c> (111002, MAC 02:00:00:00:00:02) at Nuremberg and <c>v2200000000000000003</c> (111003) at Vienna; the failover
    /// addresses 203.0.113.10 (333001), 203.0.113.11 (333002) and 2001:db8:a:20::/64 (333003) at Nuremberg, routed nowhere.
    /// </summary>
    /// <param name="refreshToken">The one refresh token; null for a random one.</param>
    /// <param name="webservicePassword">The password of the SOAP web service; null for a random one.</param>
    public static NetcupScpState CreateDefault(string? refreshToken = null, string? webservicePassword = null) => new()
    {
        User = new(555001, "12345") { Company = "Example Org" },
        RefreshTokens = [new(refreshToken ?? SimulatedSecret.New(48))],
        WebservicePassword = webservicePassword ?? SimulatedSecret.New(24),
        Servers =
        [
            NewServer(1, Nuremberg),
            NewServer(2, Nuremberg),
            NewServer(3, Vienna),
        ],
        FailoverIps =
        [
            new(333001, FailoverAddress.Parse("203.0.113.10")) { Site = Nuremberg },
            new(333002, FailoverAddress.Parse("203.0.113.11")) { Site = Nuremberg },
            new(333003, FailoverAddress.Parse("2001:db8:a:20::/64")) { Site = Nuremberg },
        ],
    };

    private static NetcupServer NewServer(int n, NetcupSite site) => new(111000 + n, $"v220000000000000000{n}")
    {
        Nickname = $"s{n}",
        Site = site,
        Interfaces =
        [
            new($"02:00:00:00:00:0{n}") { Ipv4 = [$"192.0.2.1{n}/24"], Ipv6 = [$"2001:db8:{n}::/64"] },
            new($"02:00:00:00:01:0{n}") { Vlan = true },
        ],
    };
}
