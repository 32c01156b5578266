using System.CommandLine;
using FailoverIp.Cli.Output;
using FailoverIp.Node;

namespace FailoverIp.Cli.Commands;

/// <summary><c>status</c>: what a running node is doing.</summary>
internal sealed class StatusCommand : ToolCommand
{
    private readonly Option<string?> _control = new("--control") { Description = $"The node's control socket; otherwise that of /etc/failoverip/failoverip.json, otherwise {NodeOptions.DefaultControlSocket}", HelpName = "SOCKET" };

    public StatusCommand()
        : base("status", "Show what the node running on this machine is doing")
    {
        Add(CommonOptions.Json);
        Add(_control);
    }

    public override IReadOnlyList<string> Examples => ["failoverip status", "failoverip status --json | jq -r '.instances[].state'", "failoverip status --control ./control.sock"];

    protected override async Task<int> RunAsync(ParseResult arguments, Terminal terminal, CancellationToken cancellationToken)
    {
        var status = await ControlClient.GetStatusAsync(arguments.GetValue(_control) ?? ConfiguredSocket(), cancellationToken);
        if (terminal.IsJson)
            terminal.WriteLine(status.ToJson());
        else
            terminal.WriteLines(StatusText.ToLines(status));
        return ExitStatus.Done;
    }

    // Whoever may ask the node need not be able to read its configuration: what cannot be read is not an error here.
    private static string ConfiguredSocket() =>
        NodeConfiguration.Load(CommonOptions.DefaultConfigurationFile, new() { CheckSecretFiles = false, RunsNode = false }).Section["Control:Socket"] ?? NodeOptions.DefaultControlSocket;
}
