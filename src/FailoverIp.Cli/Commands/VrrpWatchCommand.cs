using System.CommandLine;
using FailoverIp.Cli.Output;
using FailoverIp.Vrrp;

namespace FailoverIp.Cli.Commands;

/// <summary><c>vrrp watch</c>: adverts on the wire, decoded, with a verdict on each.</summary>
internal sealed class VrrpWatchCommand : ToolCommand
{
    private readonly Option<string> _interface = new("--interface", "-i") { Description = "The interface to watch", HelpName = "IF", Required = true };
    private readonly Option<bool> _json = new(CommonOptions.Json.Name) { Description = "Print one JSON object a line" };
    private readonly Option<int?> _count = new("--count") { Description = "End after so many packets; without it, with Ctrl-C", HelpName = "N" };

    private VrrpWatchCommand()
        : base("watch", "Show every VRRP packet on an interface, decoded, with a verdict on each (needs root or CAP_NET_RAW)")
    {
        Add(_interface);
        Add(_json);
        Add(_count);
        _count.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && int.TryParse(token.Value, out var count) && count < 1)
                result.AddError("--count is to be 1 or more");
        });
    }

    public override IReadOnlyList<string> Examples =>
    [
        "failoverip vrrp watch -i eth1",
        "failoverip vrrp watch -i eth1 --count 1     # is there an Active router at all?",
        "failoverip vrrp watch -i eth1 --json | jq -c 'select(.verdict != \"Ok\")'",
    ];

    public static Command Create() => new("vrrp", "Look at the VRRP protocol on the wire") { new VrrpWatchCommand() };

    protected override async Task<int> RunAsync(ParseResult arguments, Terminal terminal, CancellationToken cancellationToken)
    {
        var left = arguments.GetValue(_count) ?? int.MaxValue;
        var @interface = arguments.GetRequiredValue(_interface);
        var output = new LineOutput();
        try
        {
            if (terminal.IsInteractive)
                terminal.Note($"watching VRRP on {@interface}; Ctrl-C ends it");
            await foreach (var observation in new VrrpWatcher().WatchAsync(@interface, cancellationToken))
            {
                if (!output.TryWriteLine(terminal.IsJson ? VrrpObservationJson.ToLine(observation) : ObservationText.Of(observation)) || --left == 0)
                    break;
            }
        }
        catch (OperationCanceledException)
        {
            // Ctrl-C is how it ends where no --count was given.
        }
        return ExitStatus.Done;
    }
}
