using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;

namespace FailoverIp.Simulation.Tests;

public sealed class HttpSimulatorTests : RestTest
{
    [Fact]
    public async Task It_listens_on_a_free_port_of_the_loopback()
    {
        await using var other = await NetcupRestSimulator.StartAsync();
        other.BaseAddress.Host.ShouldBe("127.0.0.1");
        other.BaseAddress.Port.ShouldBeGreaterThan(0);
        other.BaseAddress.ShouldNotBe(Netcup.BaseAddress);
    }

    [Theory]
    [InlineData("127.0.0.1:80")]
    [InlineData("https://127.0.0.1:0")]
    [InlineData("http://example.com:80")]
    [InlineData("http://127.0.0.1:0/path")]
    public async Task An_address_it_cannot_listen_on_is_refused(string listen) =>
        (await Should.ThrowAsync<ArgumentException>(NetcupRestSimulator.StartAsync(new() { Listen = listen }))).Message.ShouldContain(listen);

    [Fact]
    public async Task A_port_in_use_is_an_IOException()
    {
        var problem = await Should.ThrowAsync<IOException>(NetcupRestSimulator.StartAsync(new() { Listen = Netcup.BaseAddress.ToString() }));
        problem.Message.ShouldContain("in use");
        (await Client.GetAsync("servers")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task It_goes_down_and_comes_up_at_the_same_address_with_the_same_state()
    {
        await Client.RouteAsync(ScpClient.Web, 111001);
        await Netcup.GoDownAsync();
        Netcup.IsUp.ShouldBeFalse();
        var refused = await Should.ThrowAsync<HttpRequestException>(Client.GetAsync("servers"));
        refused.InnerException.ShouldBeOfType<SocketException>().SocketErrorCode.ShouldBe(SocketError.ConnectionRefused);

        Time.Advance(Ms(400));
        await Netcup.ComeUpAsync();
        await Netcup.ComeUpAsync();
        Netcup.IsUp.ShouldBeTrue();
        (await Client.OwnerAsync("203.0.113.10")).ShouldBe(S1);
        (await Client.TaskStateAsync("00000000-0000-4000-8000-000000000001")).ShouldBe("FINISHED");
    }

    [Fact]
    public async Task Going_down_breaks_off_a_request_before_it_takes_effect()
    {
        Netcup.Faults.Add(Fault.Latency(TimeSpan.FromHours(1)));
        var request = Client.PatchAsync(ScpClient.Web, 111001);
        await Netcup.Requests.WaitForAsync(r => r.Operation == SimulatedOperation.Write);
        await Netcup.GoDownAsync().WaitAsync(TimeSpan.FromSeconds(10));
        await request.ShouldThrowAsync<HttpRequestException>();
        Time.Advance(TimeSpan.FromHours(2));
        Netcup.Scp.Tasks.ShouldBeEmpty();
    }

    [Fact]
    public async Task Unknown_paths_and_methods_are_answered_and_logged()
    {
        (await Client.Http.GetAsync("nowhere")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await Client.Http.DeleteAsync($"{ScpClient.Api}/servers")).StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
        Netcup.Requests.Of(SimulatedOperation.Other).Select(r => r.ToString()).ShouldBe(["GET /nowhere → 404", "DELETE /scp-core/api/v1/servers → 405"]);
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_refused()
    {
        using var content = new StringContent(new string(' ', 70_000));
        using var answer = await Client.Http.PostAsync($"{ScpClient.Oidc}/token", content);
        answer.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task The_log_has_method_path_time_and_body_and_tells_each_answer_as_it_comes()
    {
        List<string> told = [];
        await using var netcup = await NetcupRestSimulator.StartAsync(new() { TimeProvider = Time, Answered = r => told.Add(r.ToString()) });
        using var client = await ScpClient.LogInAsync(netcup);
        Time.Advance(TimeSpan.FromSeconds(1));
        await client.RouteAsync(ScpClient.Web, 111001);
        told.ShouldBe(["POST /realms/scp/protocol/openid-connect/token → 200", "PATCH /scp-core/api/v1/users/555001/failoverips/v4/333001 → 202"]);
        var write = netcup.Requests.Of(SimulatedOperation.Write).ShouldHaveSingleItem();
        (write.Number, write.Method, write.At, write.Body, write.Status).ShouldBe((2, "PATCH", Time.GetUtcNow(), """{"serverId":111001}""", 202));
        netcup.Requests.Count.ShouldBe(2);
        netcup.Requests.Clear();
        netcup.Requests.ToList().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_script_can_set_faults_and_read_them_and_the_requests()
    {
        async Task<HttpStatusCode> PostAsync(string json)
        {
            using var content = new StringContent(json);
            using var answer = await Client.Http.PostAsync("_simulator/faults", content);
            return answer.StatusCode;
        }

        (await PostAsync("""{"kind":"Status","status":500,"on":"Read","count":1}""")).ShouldBe(HttpStatusCode.NoContent);
        (await PostAsync("""[{"kind":"StuckTask"},{"kind":"Latency","delay":"00:00:01"}]""")).ShouldBe(HttpStatusCode.NoContent);
        Netcup.Faults.Pending.Select(f => f.Kind).ShouldBe([FaultKind.Status, FaultKind.StuckTask, FaultKind.Latency]);
        foreach (var bad in new[] { "", "{}", """{"kind":"Latency"}""", """{"kind":"Reset","cuont":1}""", """[{"kind":"Reset"},{"kind":"X"}]""" })
            (await PostAsync(bad)).ShouldBe(HttpStatusCode.BadRequest, bad);
        var faults = await Client.Http.GetFromJsonAsync<JsonElement>("_simulator/faults");
        faults.EnumerateArray().Select(f => f.GetProperty("kind").GetString()).ShouldBe(["Status", "StuckTask", "Latency"]);
        (await Client.Http.DeleteAsync("_simulator/faults")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        Netcup.Faults.Pending.ShouldBeEmpty();

        var requests = await Client.Http.GetFromJsonAsync<JsonElement>("_simulator/requests");
        requests.EnumerateArray().ShouldHaveSingleItem().GetProperty("operation").GetString().ShouldBe("Token");
    }

    [Fact]
    public async Task A_script_can_change_an_owner_behind_the_APIs_back()
    {
        async Task<HttpStatusCode> PutAsync(string json) => (await Client.Http.PutAsync("_simulator/routes", new StringContent(json))).StatusCode;
        (await PutAsync($$"""{"address":"203.0.113.10","server":"{{S2}}"}""")).ShouldBe(HttpStatusCode.NoContent);
        (await Client.OwnerAsync("203.0.113.10")).ShouldBe(S2);
        var routes = await Client.Http.GetFromJsonAsync<Dictionary<string, string?>>("_simulator/routes");
        routes!["203.0.113.10/32"].ShouldBe(S2);
        routes["203.0.113.11/32"].ShouldBeNull();
        (await PutAsync("""{"address":"203.0.113.10","server":null}""")).ShouldBe(HttpStatusCode.NoContent);
        Netcup.Scp.OwnerOf("203.0.113.10").ShouldBeNull();
        foreach (var bad in new[] { "", "null", "{}", """{"address":"203.0.113.12","server":null}""", """{"address":"203.0.113.10","server":"v1"}""", """{"address":"x","server":null}""" })
            (await PutAsync(bad)).ShouldBe(HttpStatusCode.BadRequest, bad);
    }

    [Fact]
    public async Task It_starts_again_and_again_quickly()
    {
        for (var i = 0; i < 20; i++)
        {
            await using var netcup = await NetcupRestSimulator.StartAsync();
            using var http = new HttpClient { BaseAddress = netcup.BaseAddress };
            (await http.GetStringAsync("scp-core/api/ping")).ShouldBe("OK");
        }
    }
}
