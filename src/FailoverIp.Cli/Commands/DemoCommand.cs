using System.CommandLine;
using System.Globalization;
using FailoverIp.Cli.Demo;
using FailoverIp.Cli.Output;

namespace FailoverIp.Cli.Commands;

/// <summary><c>demo</c>: a failover on this machine, with nothing but this process.</summary>
internal sealed class DemoCommand : ToolCommand
{
    public DemoCommand()
        : base("demo", "Watch a failover: two nodes and a simulated netcup account in this process, the Active node is killed. Needs no root, account or configuration") =>
        Add(CommonOptions.Json);

    public override IReadOnlyList<string> Examples => ["failoverip demo                             # 0: the failover IP was verified on the survivor", "failoverip demo --json | jq .routedAfterMs"];

    protected override async Task<int> RunAsync(ParseResult arguments, Terminal terminal, CancellationToken cancellationToken)
    {
        if (!terminal.IsJson)
            terminal.WriteLine($"Two nodes, s1 and s2, elect every second on a LAN in memory; the Active one has {DemoNode.FailoverIp} routed to its server.");
        var timeline = new Timeline(TimeProvider.System, terminal.IsJson ? null : entry => terminal.WriteLine(Line(entry)));
        var result = await new DemoRun(timeline, TimeProvider.System).RunAsync(cancellationToken);
        if (terminal.IsJson)
            terminal.WriteJson(result, ToolJson.Readable.DemoDocument);
        else
            terminal.WriteLine(Summary(result));
        return result.Verified ? ExitStatus.Done : ExitStatus.No;
    }

    private static string Line(TimelineEntry entry) => string.Create(CultureInfo.InvariantCulture, $"{entry.AtMs / 1000.0,7:0.000} s  {entry.Who,-6}  {entry.What}");

    private static string Summary(DemoDocument d) => d.Verified
        ? string.Create(CultureInfo.InvariantCulture, $"Verified: {d.Survivor} was Active {d.ElectedAfterMs / 1000.0:0.0} s after {d.Killed} was killed, and had the failover IP {d.RoutedAfterMs / 1000.0:0.0} s after it.")
        : $"NOT verified: {d.Address} is routed to {d.Owner ?? "nowhere"}, not to {d.Survivor}.";
}
