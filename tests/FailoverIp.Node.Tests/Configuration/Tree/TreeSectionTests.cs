using System.Text;
using Microsoft.Extensions.Configuration;

namespace FailoverIp.Node.Tests.Configuration.Tree;

/// <summary>The nodes of a section as an <c>IConfiguration</c> are what the framework's own reader makes of the same JSON.</summary>
public class TreeSectionTests
{
    private const string Json = """
        {
          "FailoverIp": {
            "Node": "s1",
            "Providers": { "netcup": { "Type": "NetcupRest", "ContractNumber": 31900000, "RepointGroup": true, "None": null } },
            "Addresses": { "web": { "Address": "203.0.113.10", "UnicastPeers": [ "10.0.0.1", "10.0.0.2" ] } },
          }
        }
        """;

    [Fact]
    public void Values_and_children_are_those_of_the_framework()
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(Json));
        var framework = new ConfigurationBuilder().AddJsonStream(stream).Build().GetSection("FailoverIp");

        Read().AsEnumerable().OrderBy(p => p.Key, StringComparer.Ordinal).Select(Shown).ShouldBe(framework.AsEnumerable().OrderBy(p => p.Key, StringComparer.Ordinal).Select(Shown));

        static string Shown(KeyValuePair<string, string?> pair) => $"{pair.Key}={(pair.Value is "True" ? "true" : pair.Value)}";
    }

    [Theory]
    [InlineData("Providers:netcup:Type", "NetcupRest")]
    [InlineData("providers:NETCUP:type", "NetcupRest")]
    [InlineData("Addresses:web:UnicastPeers:1", "10.0.0.2")]
    [InlineData("Providers:ionos:Type", null)]
    [InlineData("Providers", null)]
    public void A_key_is_found_whatever_its_case(string key, string? value) => Read()[key].ShouldBe(value);

    [Fact]
    public void A_value_that_was_replaced_is_that() =>
        Read(new() { ["FailoverIp:Providers:netcup:TokenFile"] = "/etc/token", ["FailoverIp:Node"] = "s2" }).ShouldSatisfyAllConditions(
            s => s["Providers:netcup:TokenFile"].ShouldBe("/etc/token"), s => s["Node"].ShouldBe("s2"));

    private static IConfigurationSection Read(Dictionary<string, string>? replaced = null)
    {
        var problems = new ProblemList();
        var section = RootCheck.FindSection(JsonTree.Read(Encoding.UTF8.GetBytes(Json), "f.json", "FailoverIp", problems)!, problems);
        problems.ToSorted().ShouldBeEmpty();
        return TreeSection.Of(section, replaced ?? []);
    }
}
