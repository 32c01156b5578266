namespace FailoverIp.Node;

/// <summary><c>bfd_instance</c>: read and checked, and not carried out.</summary>
internal sealed class BfdSection(ConfContext context) : IConfSection
{
    private const int LongestName = 31;

    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private bool _hasNeighbour;
    private string _name = "";

    public IEnumerable<ConfRoot> Roots => [new("bfd_instance", ConfProcesses.Bfd | ConfProcesses.Vrrp | ConfProcesses.Checkers, Begin, Block())];

    public void Complete()
    {
        // Each was complete in itself.
    }

    public void Write(ConfigurationNode root)
    {
        // There is nothing of it in failoverip.json.
    }

    private ConfBlock Block()
    {
        var block = new ConfBlock
        {
            ["source_ip"] = Address,
            ["neighbor_ip"] = line =>
            {
                _hasNeighbour = true;
                Address(line);
            },
            ["min_rx"] = line => context.Integer(line, 1, 1, 1_000_000, isLenient: false),
            ["min_tx"] = line => context.Integer(line, 1, 1, 1_000_000, isLenient: false),
            ["idle_tx"] = line => context.Integer(line, 1, 1, 1_000_000, isLenient: false),
            ["multiplier"] = line => context.Integer(line, 1, 1, 255, isLenient: false),
            ["ttl"] = line => context.Integer(line, 1, 1, 255, isLenient: false),
            ["max_hops"] = line => context.Integer(line, 1, -1, 255, isLenient: false),
            ["passive"] = _ => { },
            ["weight"] = line => context.Integer(line, 1, -253, 253),
            ["vrrp"] = _ => { },
            ["checker"] = _ => { },
            End = () =>
            {
                if (!_hasNeighbour)
                    context.Complain($"the bfd_instance {_name} has no neighbor_ip");
            },
        };
        block.Alias("neighbour_ip", "neighbor_ip");
        block.Alias("hoplimit", "ttl");
        return block;
    }

    private void Begin(ConfLine line)
    {
        _hasNeighbour = false;
        _name = line[1];
        if (_name.Length > LongestName || (!_names.Add(_name) && !context.Trackers.Bfd.Contains(_name)))
        {
            context.Complain($"a bfd_instance has a name of its own of at most {LongestName} characters");
            context.SkipBlock();
            return;
        }
        context.Trackers.Bfd.Add(_name);
        context.Problems.NotSupported(line.Location, "bfd_instance is not carried out: let a vrrp_script ask the BFD daemon");
    }

    private void Address(ConfLine line)
    {
        if (ConfAddress.Parse(line[1]) is null)
            context.Complain($"'{SchemaChecker.Shown(line[1])}' is not an address");
    }
}
