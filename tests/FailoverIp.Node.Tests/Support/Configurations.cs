namespace FailoverIp.Node.Tests;

/// <summary>Loads configurations from text, and a small valid one to start from.</summary>
internal static class Configurations
{
    public const string Valid = """
        {
          "FailoverIp": {
            "Node": "s1",
            "Providers": {
              "netcup": { "Type": "NetcupRest", "BaseAddress": "http://127.0.0.1:1/", "RefreshToken": "top-secret-token" }
            },
            "Addresses": {
              "web": { "Address": "203.0.113.10", "Provider": "netcup", "Follows": "VI_1", "Interface": "eth0",
                       "Target": { "Server": "v2200000000000000001" } }
            },
            "Vrrp": {
              "Instances": {
                "VI_1": {
                  "Interface": "eth1",
                  "VirtualRouterId": 101,
                  "Priority": 255,
                  "AdvertisementInterval": "00:00:02",
                  "Authentication": { "Type": "Pass", "Password": "lol4321" },
                  "VirtualAddresses": [ "10.132.0.100" ]
                }
              }
            }
          }
        }
        """;

    public static readonly IReadOnlyDictionary<string, string> NoEnvironment = new Dictionary<string, string>();

    public static NodeConfiguration Load(string json, NodeConfigurationLoadOptions? options = null)
    {
        using var folder = new TempFolder();
        return NodeConfiguration.Load(folder.Write("f.json", json), options ?? new() { Environment = NoEnvironment });
    }

    /// <summary>The problems as they are printed, with the file's name alone in place of its path.</summary>
    public static string[] Lines(this NodeConfiguration configuration) =>
        [.. configuration.Problems.Select(p => p.ToString().Replace(Path.GetDirectoryName(Path.GetFullPath(configuration.Path)) + "/", "", StringComparison.Ordinal))];

    /// <summary>The valid configuration with one text in it replaced; the text has to be there.</summary>
    public static string With(string old, string replacement)
    {
        Valid.ShouldContain(old);
        return Valid.Replace(old, replacement, StringComparison.Ordinal);
    }
}
