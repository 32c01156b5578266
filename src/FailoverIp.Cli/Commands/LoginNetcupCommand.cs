using System.CommandLine;
using FailoverIp.Cli.Configuration;
using FailoverIp.Cli.Output;
using FailoverIp.Netcup;
using Microsoft.Extensions.Configuration;

namespace FailoverIp.Cli.Commands;

/// <summary><c>login netcup</c>: the OAuth device flow; writes the refresh token that a node lives on.</summary>
internal sealed class LoginNetcupCommand : ToolCommand
{
    private readonly Option<string?> _provider = new("--provider") { Description = "The provider's name in the configuration, where it has several of type NetcupRest", HelpName = "NAME" };

    private LoginNetcupCommand()
        : base("netcup", "Log in at netcup once, in a browser on any machine, and save the refresh token to the RefreshTokenFile of the configuration (mode 0600)")
    {
        Add(CommonOptions.ConfigurationFile);
        Add(_provider);
        Add(CommonOptions.Json);
    }

    public override IReadOnlyList<string> Examples => ["failoverip login netcup", "failoverip login netcup -c ./failoverip.json --provider netcup"];

    public static Command Create() => new("login", "Log in at a provider") { new LoginNetcupCommand() };

    protected override async Task<int> RunAsync(ParseResult arguments, Terminal terminal, CancellationToken cancellationToken)
    {
        // The file that this command is about to write need not be there yet.
        var configuration = UsableConfiguration.Load(arguments.GetRequiredValue(CommonOptions.ConfigurationFile), checkSecretFiles: false);
        var provider = Choose(configuration.Section.GetSection("Providers").GetChildren(), arguments.GetValue(_provider));
        var options = provider.Get<NetcupRestOptions>()!;
        if (string.IsNullOrEmpty(options.RefreshTokenFile))
            throw new ToolException(FailoverErrorKind.Configuration, $"Providers:{provider.Key}: RefreshTokenFile is missing; the login is saved there");

        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        var login = new NetcupDeviceLogin(options, client);
        var code = await login.StartAsync(cancellationToken);
        Tell(terminal, code);
        await Progress.WhileAsync(terminal, "waiting for the browser", async () =>
        {
            await login.CompleteAsync(code, cancellationToken);
            return true;
        });
        if (terminal.IsJson)
            terminal.WriteJson(new LoginDocument(provider.Key, options.RefreshTokenFile), ToolJson.Readable.LoginDocument);
        else
            terminal.WriteLine($"logged in; the refresh token is in {options.RefreshTokenFile}");
        return ExitStatus.Done;
    }

    /// <summary>Where to go and what to type: the page with the code in it where the service gives one. On standard error with --json.</summary>
    private static void Tell(Terminal terminal, NetcupDeviceCode code)
    {
        string[] lines =
        [
            $"Open {code.VerificationUriComplete ?? code.VerificationUri} in a browser and agree.",
            $"The code is {code.UserCode}; it is good for {code.ExpiresIn.TotalMinutes:0} minutes.",
        ];
        foreach (var line in lines)
        {
            if (terminal.IsJson)
                terminal.Note(line);
            else
                terminal.WriteLine(line);
        }
    }

    private static IConfigurationSection Choose(IEnumerable<IConfigurationSection> providers, string? name)
    {
        var candidates = providers.Where(p => string.Equals(p["Type"], "NetcupRest", StringComparison.OrdinalIgnoreCase)).ToList();
        var names = string.Join(", ", candidates.Select(p => p.Key));
        if (candidates.Count == 0)
            throw new ToolException(FailoverErrorKind.Configuration, "the configuration has no provider of type NetcupRest");
        if (name is null)
            return candidates is [var only] ? only : throw new ToolException(FailoverErrorKind.Configuration, $"there are several providers of type NetcupRest; choose one with --provider: {names}");
        return candidates.Find(p => string.Equals(p.Key, name, StringComparison.OrdinalIgnoreCase))
            ?? throw new ToolException(FailoverErrorKind.Configuration, $"there is no provider '{name}' of type NetcupRest; there are: {names}");
    }
}

/// <summary>What <c>login netcup --json</c> prints.</summary>
internal sealed record LoginDocument(string Provider, string RefreshTokenFile);
