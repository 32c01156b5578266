using FailoverIp.Simulation;

namespace FailoverIp.Cli.Tests.Harness;

/// <summary>One simulated netcup account with both its APIs, and a configuration of the tool that uses it: <c>web</c> by REST, <c>old</c> by SOAP.</summary>
internal sealed class Account : IAsyncDisposable
{
    public const string RefreshToken = "TheRefreshTokenNobodyMaySee";
    public const string Password = "The<Password>&NobodyMaySee";
    public const string S1 = "v2200000000000000001";
    public const string S2 = "v2200000000000000002";

    private Account(NetcupScp scp, NetcupRestSimulator rest, NetcupSoapSimulator soap)
    {
        (Scp, Rest, Soap) = (scp, rest, soap);
        TokenFile = Directory.Write("netcup.token", RefreshToken + "\n");
        PasswordFile = Directory.Write("netcup.password", Password + "\n\n");
        ConfigurationFile = Configure();
    }

    public TemporaryDirectory Directory { get; } = new();

    public NetcupScp Scp { get; }

    public NetcupRestSimulator Rest { get; }

    public NetcupSoapSimulator Soap { get; }

    public string TokenFile { get; }

    public string PasswordFile { get; }

    public string ConfigurationFile { get; private set; }

    public static async Task<Account> StartAsync(NetcupScpSettings? settings = null)
    {
        var scp = new NetcupScp(NetcupScpState.CreateDefault(RefreshToken, Password) with { Settings = settings ?? new() });
        return new(scp, await NetcupRestSimulator.StartAsync(new() { Scp = scp }), await NetcupSoapSimulator.StartAsync(new() { Scp = scp }));
    }

    /// <summary>Writes the configuration anew, with parts of it replaced.</summary>
    public string Configure(string server = S1, string? tokenFile = null, string? passwordFile = null, string retry = "", string more = "", string address = "203.0.113.10") =>
        ConfigurationFile = Directory.Write("failoverip.json", $$"""
            {
              // a comment, and trailing commas, are allowed
              "FailoverIp": {
                "Node": "s1",
                "Providers": {
                  "netcup": { "Type": "NetcupRest", "BaseAddress": "{{Rest.BaseAddress}}", "RefreshTokenFile": "{{tokenFile ?? TokenFile}}" },
                  "netcup-soap": { "Type": "NetcupSoap", "Endpoint": "{{Soap.Endpoint}}", "LoginName": "12345", "PasswordFile": "{{passwordFile ?? PasswordFile}}" },
                },
                "Addresses": {
                  "web": { "Address": "{{address}}", "Provider": "netcup", "Target": { "Server": "{{server}}" }, "Retry": { "MaxAttempts": 2, "Delay": "00:00:00.1", "VerifyTimeout": "00:00:01", "RequestTimeout": "00:00:05", "TotalTimeout": "00:00:20" {{retry}} } },
                  "old": { "Address": "203.0.113.11", "Provider": "netcup-soap", "Target": { "Server": "{{server}}" }, "Retry": { "MaxAttempts": 2, "Delay": "00:00:00.1", "VerifyTimeout": "00:00:01", "RequestTimeout": "00:00:05", "TotalTimeout": "00:00:20" {{retry}} } },
                }{{more}}
              }
            }
            """);

    /// <summary>Runs the tool with this configuration, and makes sure that no secret is in what it writes.</summary>
    public async Task<ToolResult> RunAsync(params string[] arguments)
    {
        var result = await Tool.RunAsync([.. arguments, "-c", ConfigurationFile]);
        return result.ShouldNotTell(RefreshToken, Password, "NobodyMaySee", "eyJ");
    }

    public async ValueTask DisposeAsync()
    {
        await Rest.DisposeAsync();
        await Soap.DisposeAsync();
        Scp.Dispose();
        Directory.Dispose();
    }
}
