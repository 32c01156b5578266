namespace FailoverIp.Simulation.Tests;

public sealed class StateFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("failoverip-state-");

    private string FilePath => Path.Combine(_folder.FullName, "scp.json");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_missing_file_is_created_for_its_owner_only_with_an_account_that_is_ready()
    {
        using (var scp = NetcupScp.Open(FilePath))
        {
            scp.State.RefreshTokens[0].Token.Length.ShouldBeGreaterThan(40);
            scp.State.WebservicePassword.Length.ShouldBeGreaterThan(20);
            NetcupScpState.CreateDefault().WebservicePassword.ShouldNotBe(scp.State.WebservicePassword);
        }
        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(FilePath).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.ReadAllText(FilePath).ShouldContain("\"203.0.113.10/32\"");
    }

    [Fact]
    public async Task Every_change_is_in_the_file_when_it_is_opened_again()
    {
        var time = new VirtualTimeProvider();
        string refreshToken;
        using (var scp = NetcupScp.Open(FilePath, time))
        {
            scp.Update(s => s with { Settings = s.Settings with { RotateRefreshTokens = true, TaskDuration = TimeSpan.FromSeconds(1) }, Faults = [Fault.Latency(TimeSpan.FromTicks(1)).Once()] });
            await using var netcup = await NetcupRestSimulator.StartAsync(new() { Scp = scp });
            netcup.Faults.Clear();
            using var client = await ScpClient.LogInAsync(netcup);
            await client.RouteAsync(ScpClient.Web, 111002);
            time.Advance(TimeSpan.FromSeconds(1));
            refreshToken = scp.State.RefreshTokens[0].Token;
            scp.SaveError.ShouldBeNull();
        }
        using var again = NetcupScp.Open(FilePath);
        again.OwnerOf("203.0.113.10").ShouldBe("v2200000000000000002");
        again.State.RefreshTokens.ShouldHaveSingleItem().Token.ShouldBe(refreshToken);
        again.State.Settings.RotateRefreshTokens.ShouldBeTrue();
        again.State.Settings.TaskDuration.ShouldBe(TimeSpan.FromSeconds(1));
        again.State.Settings.RateLimits.ShouldBe([new(10, TimeSpan.FromMinutes(5)), new(20, TimeSpan.FromMinutes(60))]);
        again.State.Faults.ShouldHaveSingleItem().Kind.ShouldBe(FaultKind.Latency);
        again.State.Servers.Select(s => (s.Name, s.Interfaces.Length)).ShouldBe(NetcupScpState.CreateDefault().Servers.Select(s => (s.Name, s.Interfaces.Length)));
        _folder.GetFiles().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_small_file_is_enough_and_its_faults_strike()
    {
        File.WriteAllText(FilePath, """
            {
              // what is left out has its default
              "user": { "id": 7, "username": "99" },
              "refreshTokens": [ { "token": "r" } ],
              "servers": [ { "id": 1, "name": "v1", "site": { "id": 1, "city": "Nuremberg" } } ],
              "failoverIps": [ { "id": 2, "address": "203.0.113.10", "site": { "id": 1, "city": "Nuremberg" }, "server": "v1" } ],
              "settings": { "accessTokenLifetime": "00:01:00" },
              "faults": [ { "kind": "Status", "status": 503, "on": "Token, Read", "count": 1 } ],
            }
            """);
        using var scp = NetcupScp.Open(FilePath);
        scp.OwnerOf("203.0.113.10").ShouldBe("v1");
        scp.State.WebservicePassword.ShouldBeEmpty();
        scp.State.Servers[0].Interfaces.ShouldBeEmpty();
        scp.State.User.Firstname.ShouldNotBeNullOrEmpty();
        scp.State.Settings.ShouldBe(new NetcupScpSettings { AccessTokenLifetime = TimeSpan.FromMinutes(1), RateLimits = scp.State.Settings.RateLimits });

        await using var netcup = await NetcupRestSimulator.StartAsync(new() { Scp = scp });
        using var client = new ScpClient(netcup);
        (await client.Http.PostAsync($"{ScpClient.Oidc}/token", null)).StatusCode.ShouldBe(System.Net.HttpStatusCode.ServiceUnavailable);
        (await client.RefreshAsync("r")).Body.GetProperty("expires_in").GetInt32().ShouldBe(60);
    }

    [Theory]
    [InlineData("{", ":1: ")]
    [InlineData("null", "it holds no state")]
    [InlineData("{}", "missing required")]
    [InlineData("""{"user":{"id":1,"username":"1"},"servers":[],"failoverIps":[],"fault":[]}""", "'fault'")]
    [InlineData("""{"user":{"id":1,"username":"1"},"servers":[],"failoverIps":[{"id":1,"address":"203.0.113.300","site":{"id":1,"city":"x"}}]}""", "'203.0.113.300' is not an IP address")]
    [InlineData("""{"user":{"id":1,"username":"1"},"servers":[],"failoverIps":[{"id":1,"address":"203.0.113.10","site":{"id":1,"city":"x"},"server":"v1"}]}""", "203.0.113.10/32 is routed to 'v1', which is no server")]
    [InlineData("""{"user":{"id":1,"username":"1"},"servers":[],"failoverIps":[],"faults":[{"kind":"Latency"}]}""", "the fault Latency needs a delay")]
    [InlineData("""{"user":{"id":1,"username":"1"},"servers":[],"failoverIps":[],"faults":[{"kind":"Typo"}]}""", ":1: ")]
    [InlineData("""{"user":{"id":1,"username":"1"},"servers":[],"failoverIps":[],"settings":{"soapFaultStatus":404}}""", "settings.soapFaultStatus is neither 200 nor 500")]
    [InlineData("""{"user":{"id":1,"username":"1"},"servers":null,"failoverIps":[]}""", ":1: ")]
    [InlineData("""{"user":{"id":1,"username":"1"},"servers":[{"id":1,"name":"v1","site":{"id":1,"city":"x"},"interfaces":[{"mac":"02-00"}]}],"failoverIps":[]}""", "'02-00' is not a MAC address")]
    public void A_file_that_cannot_be_used_is_refused_with_one_line_that_names_it(string text, string expected)
    {
        File.WriteAllText(FilePath, text);
        var problem = Should.Throw<InvalidDataException>(() => NetcupScp.Open(FilePath)).Message;
        problem.ShouldStartWith(FilePath);
        problem.ShouldContain(expected);
        problem.ShouldNotContain("\n");
        File.ReadAllText(FilePath).ShouldBe(text);
    }

    [Fact]
    public void A_change_that_cannot_be_saved_is_told_and_the_world_goes_on()
    {
        using var scp = NetcupScp.Open(FilePath);
        Directory.CreateDirectory(FilePath + ".new");
        scp.Route("203.0.113.10", "v2200000000000000001");
        scp.SaveError.ShouldNotBeNull();
        scp.OwnerOf("203.0.113.10").ShouldBe("v2200000000000000001");
        Directory.Delete(FilePath + ".new");
        scp.Route("203.0.113.10", null);
        scp.SaveError.ShouldBeNull();
    }

    [Fact]
    public void A_state_that_does_not_fit_together_is_refused_and_the_old_one_stays()
    {
        using var scp = new NetcupScp();
        Should.Throw<ArgumentException>(() => scp.Update(s => s.WithOwner(FailoverAddress.Parse("203.0.113.10"), "v2200000000000000003"))).Message.ShouldContain("stands at another site");
        scp.OwnerOf("203.0.113.10").ShouldBeNull();
        Should.Throw<ArgumentException>(() => new NetcupScp(scp.State with { Servers = [.. scp.State.Servers, scp.State.Servers[0]] })).Message.ShouldContain("2 times");
    }
}
