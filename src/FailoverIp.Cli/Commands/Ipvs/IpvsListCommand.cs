using System.CommandLine;
using FailoverIp.Cli.Output;
using FailoverIp.Vrrp.Ipvs;

namespace FailoverIp.Cli.Commands.Ipvs;

/// <summary><c>ipvs list</c>: the virtual services of the kernel and their real servers, whoever put them there. Never writes.</summary>
internal sealed class IpvsListCommand : ToolCommand
{
    private readonly Option<bool> _stats = new("--stats") { Description = "Show connections, packets and bytes instead of forwarding and weights" };

    public IpvsListCommand()
        : base("list", "Show the kernel's virtual server table as ipvsadm -Ln does (needs root or CAP_NET_ADMIN); changes nothing")
    {
        Add(CommonOptions.Json);
        Add(_stats);
    }

    public override IReadOnlyList<string> Examples =>
    [
        "failoverip ipvs list                        # as ipvsadm -Ln",
        "failoverip ipvs list --stats                # as ipvsadm -Ln --stats",
        "failoverip ipvs list --json | jq '.virtualServers[].realServers | length'",
    ];

    protected override Task<int> RunAsync(ParseResult arguments, Terminal terminal, CancellationToken cancellationToken)
    {
        var withStatistics = arguments.GetValue(_stats);
        using var client = new IpvsClient();
        var (info, table) = (client.GetInfo(), IpvsTableOrder.Of(client.GetTable()));
        if (terminal.IsJson)
            terminal.WriteJson(IpvsTableDocument.From(info, table, withStatistics), ToolJson.Readable.IpvsTableDocument);
        else
            terminal.WriteLines(withStatistics ? IpvsTableText.ToStatisticsLines(info, table) : IpvsTableText.ToLines(info, table));
        return Task.FromResult(ExitStatus.Done);
    }
}
