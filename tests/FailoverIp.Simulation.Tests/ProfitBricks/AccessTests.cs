using System.Net;
using System.Net.Http.Headers;
using System.Text;
using static FailoverIp.Simulation.Tests.CloudClient;

namespace FailoverIp.Simulation.Tests;

public sealed class AccessTests : CloudTest
{
    private const string Other = "dc000000-0000-4000-8000-000000000002";

    private string Token => Simulator.State.User.Tokens[0];

    private Task<CloudAnswer> AskAsync(AuthenticationHeaderValue? authorization, string path = $"datacenters/{Datacenter}", string? contract = null)
    {
        Client.Http.DefaultRequestHeaders.Authorization = null;
        return Client.SendAsync("GET", path, headers: h =>
        {
            h.Authorization = authorization;
            if (contract is not null)
                h.Add("X-Contract-Number", contract);
        });
    }

    private static AuthenticationHeaderValue Basic(string pair) => new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(pair)));

    [Fact]
    public async Task A_token_or_name_and_password_let_in()
    {
        (await AskAsync(new("Bearer", Token))).ShouldBe(HttpStatusCode.OK);
        (await AskAsync(Basic($"user@example.com:{Simulator.State.User.Password}"))).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Everything_else_is_unauthorized_whatever_the_path_or_method()
    {
        var bad = new[] { null, new AuthenticationHeaderValue("Bearer", "x"), Basic("user@example.com:x"), Basic(":"), new("Basic", "%%%"), new("Basic", Token), new("Digest", Token) };
        foreach (var authorization in bad)
            (await AskAsync(authorization)).ShouldRefuse(401, "315", "Unauthorized");
        (await AskAsync(null, "nonsense")).ShouldRefuse(401, "315", "Unauthorized");
        Client.Http.DefaultRequestHeaders.Authorization = null;
        (await Client.SendAsync("POST", Nic1, "{}")).ShouldRefuse(401, "315", "Unauthorized");
        Cloud.Update(s => s with { User = s.User with { Password = "" } });
        (await AskAsync(Basic("user@example.com:"))).ShouldRefuse(401, "315", "Unauthorized");
    }

    [Fact]
    public async Task A_rotated_token_ends_the_old_one()
    {
        var old = Token;
        Cloud.Update(s => s with { User = s.User with { Tokens = ["fresh"] } });
        (await AskAsync(new("Bearer", old))).ShouldRefuse(401, "315", "Unauthorized");
        (await AskAsync(new("Bearer", "fresh"))).ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("GET", "datacenters/dc000000-0000-4000-8000-00000000000f", 404, "309")]
    [InlineData("GET", $"datacenters/{Datacenter}/servers/{N1}", 404, "309")]
    [InlineData("GET", $"datacenters/{Datacenter}/servers/{S1}/nics/{N2}", 404, "309")]
    [InlineData("PATCH", $"datacenters/{Datacenter}/servers/{S1}/nics/{N2}", 404, "309")]
    [InlineData("GET", $"datacenters/{Datacenter}/lans/7", 404, "309")]
    [InlineData("GET", $"datacenters/{Datacenter}/lans/x", 404, "309")]
    [InlineData("GET", "ipblocks/1b000000-0000-4000-8000-00000000000f", 404, "309")]
    [InlineData("GET", "requests/00000000-0000-4000-8000-000000000001/status", 404, "309")]
    [InlineData("GET", "nonsense", 404, "309")]
    [InlineData("POST", Nic1, 405, "405")]
    public async Task What_is_not_there_is_told_in_the_error_document(string method, string path, int status, string code) =>
        (await Client.SendAsync(method, path, "{}")).ShouldRefuse(status, code, "");

    [Fact]
    public async Task A_data_center_that_the_user_may_not_see_is_forbidden_and_in_no_list()
    {
        Cloud.Update(s => s with { Datacenters = [s.Datacenters[0] with { Forbidden = true }] });
        (await Client.GetAsync($"datacenters/{Datacenter}")).ShouldRefuse(403, "403", "forbidden");
        (await Client.GetAsync(Nic1)).ShouldRefuse(403, "403", "forbidden");
        (await Client.SetIpsAsync(Nic1, Own1, Failover)).ShouldRefuse(403, "403", "forbidden");
        (await Client.GetAsync("datacenters")).Body.GetProperty("items").GetArrayLength().ShouldBe(0);
        Cloud.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Several_contracts_must_be_told_apart()
    {
        Cloud.Update(s => s with
        {
            User = s.User with { Contracts = [31900000, 31900001] },
            Datacenters = [.. s.Datacenters, new(Other, "other") { Location = "de/txl", Contract = 31900001 }],
        });
        var token = new AuthenticationHeaderValue("Bearer", Token);
        async Task<string[]> IdsAsync(string contract) =>
            [.. (await AskAsync(token, "datacenters", contract)).Body.GetProperty("items").EnumerateArray().Select(d => d.GetProperty("id").GetString()!)];
        (await AskAsync(token, "datacenters")).ShouldRefuse(403, "403", "X-Contract-Number");
        (await AskAsync(token, "datacenters", "31900002")).ShouldRefuse(403, "403", "X-Contract-Number");
        (await AskAsync(token, "datacenters", "x")).ShouldRefuse(403, "403", "X-Contract-Number");
        (await IdsAsync("31900000")).ShouldBe([Datacenter]);
        (await IdsAsync("31900001")).ShouldBe([Other]);
        (await AskAsync(token, $"datacenters/{Datacenter}", "31900001")).ShouldRefuse(404, "309", "");
        (await AskAsync(token, $"ipblocks/{Block}", "31900001")).ShouldRefuse(404, "309", "");

        Client.Http.DefaultRequestHeaders.Authorization = token;
        var write = (await Client.SendAsync("PATCH", $"ipblocks/{Block}", """{"name":"x"}""", h => h.Add("X-Contract-Number", "31900000"))).ShouldBe(HttpStatusCode.Accepted);
        (await AskAsync(token, write.Location, "31900000")).ShouldBe(HttpStatusCode.OK);
        (await AskAsync(token, write.Location, "31900001")).ShouldRefuse(404, "309", "");
        (await AskAsync(token, "requests", "31900001")).Body.GetProperty("items").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task One_contract_need_not_be_told_but_must_be_right()
    {
        (await AskAsync(new("Bearer", Token), contract: "31900000")).ShouldBe(HttpStatusCode.OK);
        (await AskAsync(new("Bearer", Token), contract: "1")).ShouldRefuse(403, "403", "X-Contract-Number");
    }

    [Fact]
    public async Task A_limit_lets_a_burst_through_and_then_says_how_long_to_wait()
    {
        Change(s => s with { RateLimit = new(PerMinute: 6, Burst: 2) });
        var first = await Client.GetAsync(Nic1);
        first.Headers.GetValues("X-RateLimit-Limit").ShouldBe(["6"]);
        first.Headers.GetValues("X-RateLimit-Burst").ShouldBe(["2"]);
        first.Headers.GetValues("X-RateLimit-Remaining").ShouldBe(["1"]);
        (await Client.GetAsync(Nic1)).ShouldBe(HttpStatusCode.OK);
        var refused = await Client.SetIpsAsync(Nic1, Own1, Failover);
        refused.ShouldRefuse(429, "429", "Too many requests");
        refused.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(10));
        Time.Advance(TimeSpan.FromSeconds(9));
        (await Client.GetAsync(Nic1)).Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(1));
        Time.Advance(TimeSpan.FromSeconds(1));
        (await Client.GetAsync(Nic1)).ShouldBe(HttpStatusCode.OK);
        Cloud.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Faults_speak_the_services_words()
    {
        Simulator.Faults.Add(Fault.RateLimit(TimeSpan.FromSeconds(7)).Once(), Fault.Unauthorized().Once());
        var limited = await Client.GetAsync(Nic1);
        limited.ShouldRefuse(429, "429", "Too many requests");
        limited.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(7));
        (await Client.GetAsync(Nic1)).ShouldRefuse(401, "315", "Unauthorized");
        (await Client.GetAsync(Nic1)).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_log_tells_reads_writes_and_requests_apart()
    {
        await Client.GetAsync(Nic1);
        var write = await Client.PatchAsync(Nic1, """{"name":"x"}""");
        await Client.GetAsync(write.Location);
        await Client.GetAsync("nonsense");
        Simulator.Requests.ToList().Select(r => r.Operation).ShouldBe([SimulatedOperation.Read, SimulatedOperation.Write, SimulatedOperation.Task, SimulatedOperation.Other]);
        Simulator.Requests.Of(SimulatedOperation.Write).ShouldHaveSingleItem().ToString().ShouldBe($"PATCH /cloudapi/v6/{Nic1} → 202");
    }
}
