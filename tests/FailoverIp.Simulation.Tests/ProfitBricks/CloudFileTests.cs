using static FailoverIp.Simulation.Tests.CloudClient;

namespace FailoverIp.Simulation.Tests;

public sealed class CloudFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("failoverip-state-");

    private string FilePath => Path.Combine(_folder.FullName, "cloud.json");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_missing_file_is_created_for_its_owner_only_with_secrets_of_its_own()
    {
        using (var cloud = ProfitBricksCloud.Open(FilePath))
        {
            cloud.State.User.Tokens.ShouldHaveSingleItem().Length.ShouldBeGreaterThan(40);
            ProfitBricksState.CreateDefault().User.Tokens.ShouldNotBe(cloud.State.User.Tokens);
            cloud.State.ToString().ShouldNotContain(cloud.State.User.Password);
            cloud.State.User.ToString().ShouldNotContain(cloud.State.User.Password);
        }
        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(FilePath).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public async Task What_is_done_is_in_the_file_when_it_is_opened_again_and_what_is_not_is_forgotten()
    {
        var time = new VirtualTimeProvider();
        string token;
        using (var cloud = ProfitBricksCloud.Open(FilePath, time))
        {
            cloud.Update(s => s with { Settings = new() { RequestDuration = TimeSpan.FromSeconds(1), RateLimit = new(600, 100) } });
            await using var simulator = await ProfitBricksSimulator.StartAsync(new() { Cloud = cloud });
            using var client = new CloudClient(simulator);
            token = cloud.State.User.Tokens[0];
            await client.SetIpsAsync(Nic1, Own1, Failover);
            time.Advance(TimeSpan.FromSeconds(1));
            await client.SetGroupsAsync((Failover, N1));
            time.Advance(TimeSpan.FromSeconds(1));
            await client.SetIpsAsync(Nic2, Own2, Failover);
            cloud.SaveError.ShouldBeNull();
        }
        using var again = ProfitBricksCloud.Open(FilePath);
        again.HoldersOf(Failover).ShouldBe([$"{S1}/{N1}"]);
        again.State.Datacenters[0].Lans[0].IpFailover.ShouldBe([new ProfitBricksIpFailover(Failover, N1)]);
        again.State.User.Tokens.ShouldBe([token]);
        again.State.Settings.ShouldBe(new ProfitBricksSettings { RequestDuration = TimeSpan.FromSeconds(1), RateLimit = new(600, 100) });
        again.Requests.ShouldBeEmpty();
        _folder.GetFiles().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_small_file_is_enough_and_its_faults_strike()
    {
        File.WriteAllText(FilePath, $$"""
            {
              // what is left out has its default
              "user": { "userName": "u", "tokens": [ "t" ] },
              "datacenters": [ { "id": "{{Datacenter}}", "name": "d", "location": "de/fra" } ],
              "ipBlocks": [],
              "settings": { "consumersLag": "00:00:01" },
              "faults": [ { "kind": "Status", "status": 503, "count": 1 } ],
            }
            """);
        using var cloud = ProfitBricksCloud.Open(FilePath);
        cloud.State.User.Contracts.ShouldBe([31900000]);
        cloud.State.Settings.ShouldBe(new ProfitBricksSettings { ConsumersLag = TimeSpan.FromSeconds(1) });
        await using var simulator = await ProfitBricksSimulator.StartAsync(new() { Cloud = cloud });
        using var client = new CloudClient(simulator);
        (await client.GetAsync("datacenters")).ShouldBe(System.Net.HttpStatusCode.ServiceUnavailable);
        (await client.GetAsync("datacenters")).ShouldBe(System.Net.HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("{", ":1: ")]
    [InlineData("{}", "missing required")]
    [InlineData("""{"user":{"userName":"u"},"datacenters":[],"ipBlocks":[],"fault":[]}""", "'fault'")]
    [InlineData("""{"user":{"userName":"u"},"datacenters":[{"id":"d","name":"d","location":"x"}],"ipBlocks":[]}""", "'d' is not a UUID")]
    [InlineData("""{"user":{"userName":"u"},"datacenters":[],"ipBlocks":[{"id":"1b000000-0000-4000-8000-000000000001","location":"x","ips":["198.51.100"]}]}""", "'198.51.100' is not an IPv4 address")]
    [InlineData("""{"user":{"userName":"u"},"datacenters":[],"ipBlocks":[{"id":"1b000000-0000-4000-8000-000000000001","location":"x","ips":[]}]}""", "has no address")]
    [InlineData("""{"user":{"userName":"u"},"datacenters":[],"ipBlocks":[{"id":"1b000000-0000-4000-8000-000000000001","location":"x","ips":["198.51.100.1"],"contract":1}]}""", "1 is none of the user's contracts")]
    [InlineData("""{"user":{"userName":"u"},"datacenters":[],"ipBlocks":[],"settings":{"requestDuration":"-00:00:01"}}""", "settings.requestDuration is negative")]
    [InlineData("""{"user":{"userName":"u"},"datacenters":[],"ipBlocks":[],"faults":[{"kind":"Latency"}]}""", "the fault Latency needs a delay")]
    public void A_file_that_cannot_be_used_is_refused_with_one_line_that_names_it(string text, string expected)
    {
        File.WriteAllText(FilePath, text);
        var problem = Should.Throw<InvalidDataException>(() => ProfitBricksCloud.Open(FilePath)).Message;
        problem.ShouldStartWith(FilePath);
        problem.ShouldContain(expected);
        problem.ShouldNotContain("\n");
        File.ReadAllText(FilePath).ShouldBe(text);
    }

    [Fact]
    public void A_state_that_does_not_fit_together_is_refused_and_the_old_one_stays()
    {
        using var cloud = new ProfitBricksCloud();
        var nics = cloud.State.Datacenters[0].Servers.Select(s => s.Nics[0]).ToList();
        void ShouldRefuse(Func<ProfitBricksState, ProfitBricksState> change, string words) => Should.Throw<ArgumentException>(() => cloud.Update(change)).Message.ShouldContain(words);
        ShouldRefuse(s => nics.Aggregate(s, (t, n) => t.WithNic(n with { Ips = [Failover] })), $"{Failover} is on several NICs and in no failover group");
        ShouldRefuse(s => s.WithNic(nics[0] with { Lan = 9 }), "is on LAN 9, which is not there");
        ShouldRefuse(s => s.WithNic(nics[0] with { Mac = nics[1].Mac }), "the MAC");
        ShouldRefuse(s => s.WithLan(Datacenter, new(1) { Public = true, IpFailover = [new(Failover, N1)] }), "which does not have it there");
        ShouldRefuse(s => s.WithLan(Datacenter, new(2) { IpFailover = [new(Failover, N1)] }), "LAN 2 is private and has a failover group");
        cloud.HoldersOf(Failover).ShouldBeEmpty();
        cloud.State.Datacenters[0].Lans.ShouldHaveSingleItem().Public.ShouldBeTrue();
    }
}
