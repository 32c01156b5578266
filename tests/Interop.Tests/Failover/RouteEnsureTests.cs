using System.Text.Json;
using System.Text.Json.Nodes;
using FailoverIp.Interop.Lab;
using FailoverIp.Interop.Peers;

namespace FailoverIp.Interop.Failover;

/// <summary><c>route ensure</c> against a simulator in another namespace.</summary>
public sealed class RouteEnsureTests
{
    [SkippableTheory]
    [InlineData("netcup-rest")]
    [InlineData("netcup-soap")]
    public async Task Ensure_reroutes_verifies_and_then_finds_nothing_to_do(string kind)
    {
        await using var lab = await NetworkLab.CreateAsync("s1", "netcup");
        using var simulator = await NetcupSimulator.StartAsync(lab, lab["netcup"], kind);
        var configuration = Path.Combine(lab.Folder, "ensure.json");
        await File.WriteAllTextAsync(configuration, Configuration(kind == "netcup-rest" ? simulator.RestProviders("s1") : simulator.SoapProviders()).ToJsonString());

        var first = await EnsureAsync(lab, configuration);
        var owner = await simulator.ReadOwnerAsync(NetcupNodes.FailoverIp);
        var second = await EnsureAsync(lab, configuration);

        (Text(first, "outcome"), first.GetProperty("attempts").GetInt32()).ShouldBe(("Rerouted", 1));
        owner.ShouldBe(NetcupNodes.Server1);
        (Text(second, "outcome"), second.GetProperty("attempts").GetInt32()).ShouldBe(("AlreadyRouted", 0));
        foreach (var answer in new[] { first, second })
        {
            (Text(answer, "name"), Text(answer, "address"), Text(answer, "owner")).ShouldBe(("web", NetcupNodes.FailoverIp + "/32", NetcupNodes.Server1));
            answer.GetProperty("elapsedMs").GetInt64().ShouldBeGreaterThanOrEqualTo(0);
        }
    }

    private static async Task<JsonElement> EnsureAsync(NetworkLab lab, string configuration)
    {
        var (status, output, errors) = await Tool.RunAsync(lab["s1"], "route", "ensure", "web", "-c", configuration, "--json");
        status.ShouldBe(0, $"{output} {errors}\n{lab.Describe()}");
        return JsonDocument.Parse(output).RootElement;
    }

    private static string? Text(JsonElement answer, string name) => answer.GetProperty(name).GetString();

    private static JsonObject Configuration(JsonObject providers)
    {
        var addresses = NetcupNodes.Addresses(NetcupNodes.Server1);
        addresses["web"]!.AsObject().Remove("Follows");
        return new() { ["FailoverIp"] = new JsonObject { ["Node"] = "s1", ["Providers"] = providers, ["Addresses"] = addresses } };
    }
}
