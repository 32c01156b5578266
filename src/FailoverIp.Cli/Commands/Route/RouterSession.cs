using System.CommandLine;
using FailoverIp.Cli.Configuration;
using FailoverIp.Cli.Logging;
using FailoverIp.Cli.Output;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FailoverIp.Cli.Commands.Route;

/// <summary>The router of a configuration file for the length of one command: no host, so nothing runs in the background.</summary>
internal sealed class RouterSession : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private RouterSession(ServiceProvider services)
    {
        _services = services;
        Router = services.GetRequiredService<IFailoverIpRouter>();
    }

    public IFailoverIpRouter Router { get; }

    /// <exception cref="ToolException">The configuration cannot be used.</exception>
    /// <exception cref="FailoverIpException">The configuration cannot be used.</exception>
    public static RouterSession Open(ParseResult arguments, Terminal terminal)
    {
        var configuration = UsableConfiguration.Load(arguments.GetRequiredValue(CommonOptions.ConfigurationFile));
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.AddPlainLines(terminal.IsVerbose ? LogLevel.Debug : LogLevel.None));
        services.AddFailoverIp(configuration.Section).AddNetcup().AddProfitBricks();
        return new(services.BuildServiceProvider());
    }

    /// <summary>The address of this name, in any case.</summary>
    /// <exception cref="ToolException">There is none.</exception>
    public FailoverRoute Find(string name) =>
        Router.Routes.FirstOrDefault(r => string.Equals(r.Name, name, StringComparison.OrdinalIgnoreCase))
        ?? throw new ToolException(FailoverErrorKind.Configuration, Router.Routes.Count == 0
            ? $"there is no address '{name}': the configuration has none"
            : $"there is no address '{name}' in the configuration; there are: {string.Join(", ", Router.Routes.Select(r => r.Name))}");

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
