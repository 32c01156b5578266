namespace FailoverIp.Simulation;

public sealed partial record ProfitBricksState
{
    /// <summary>
    /// What there is to start with: user <c>user@example.com</c> with contract 31900000; data center <c>dc000000-0000-4000-8000-000000000001</c> in
    /// de/fra with the public LAN 1 and two servers, <c>5e000000-0000-4000-8000-000000000001</c> and <c>…2</c>, whose NICs
    /// <c>71c00000-0000-4000-8000-000000000001</c> and <c>…2</c> have the addresses 203.0.113.21 and 203.0.113.22, assigned automatically; block
    /// <c>1b000000-0000-4000-8000-000000000001</c> with the reserved address 198.51.100.7, which no NIC has.
    /// </summary>
    /// <param name="token">The one token; null for a random one.</param>
    /// <param name="password">The password; null for a random one.</param>
    public static ProfitBricksState CreateDefault(string? token = null, string? password = null) => new()
    {
        User = new("user@example.com") { Password = password ?? SimulatedSecret.New(24), Tokens = [token ?? SimulatedSecret.New(48)] },
        Datacenters =
        [
            new("dc000000-0000-4000-8000-000000000001", "web")
            {
                Location = "de/fra",
                Lans = [new(1) { Name = "internet", Public = true }],
                Servers = [NewServer(1), NewServer(2)],
            },
        ],
        IpBlocks = [new("1b000000-0000-4000-8000-000000000001", "de/fra") { Name = "failover", Ips = ["198.51.100.7"] }],
    };

    private static ProfitBricksServer NewServer(int n) => new($"5e000000-0000-4000-8000-00000000000{n}", $"s{n}")
    {
        Nics = [new($"71c00000-0000-4000-8000-00000000000{n}", $"02:01:00:00:00:0{n}", 1) { Name = "internet", Ips = [$"203.0.113.2{n}"], Dhcp = true }],
    };
}
