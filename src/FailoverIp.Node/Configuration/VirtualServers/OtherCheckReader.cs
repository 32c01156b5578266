using System.Collections.Immutable;
using FailoverIp.Lvs;

namespace FailoverIp.Node;

/// <summary>Reads the checks that are not HTTP and have keys of their own.</summary>
internal sealed class OtherCheckReader(ProblemList problems, SecretReader secrets)
{
    private readonly ValueReader _values = new(problems);

    public SmtpCheckOptions Smtp(ConfigurationNode node)
    {
        var defaults = new SmtpCheckOptions();
        return defaults with { HeloName = _values.Text(node["HeloName"]) ?? defaults.HeloName };
    }

    public DnsCheckOptions Dns(ConfigurationNode node)
    {
        var defaults = new DnsCheckOptions();
        return defaults with
        {
            Type = Enum.TryParse<DnsQueryType>(_values.Text(node["QueryType"]), ignoreCase: true, out var type) ? type : defaults.Type,
            Name = _values.Text(node["Name"]) ?? defaults.Name,
        };
    }

    public UdpCheckOptions Udp(ConfigurationNode node)
    {
        var defaults = new UdpCheckOptions();
        return defaults with
        {
            Payload = _values.Text(node["Payload"]),
            RequireReply = _values.Boolean(node["RequireReply"]) ?? defaults.RequireReply,
            Reply = _values.Text(node["Reply"]),
            MinReplyLength = _values.Integer(node["MinReplyLength"]) ?? defaults.MinReplyLength,
            MaxReplyLength = _values.Integer(node["MaxReplyLength"]) ?? defaults.MaxReplyLength,
        };
    }

    public MiscCheckOptions Misc(ConfigurationNode node) => new()
    {
        Command = Command(node["Command"]),
        Timeout = _values.Time(node["Timeout"]),
        Dynamic = _values.Boolean(node["Dynamic"]) ?? false,
        User = _values.Text(node["User"]),
        Group = _values.Text(node["Group"]),
    };

    public FileCheckOptions File(ConfigurationNode node)
    {
        var defaults = new FileCheckOptions { Path = _values.Text(node["Path"]) is { } path ? secrets.Resolve(node["Path"]!, path) : "" };
        return defaults with
        {
            Weight = _values.Integer(node["Weight"]) ?? defaults.Weight,
            Reverse = _values.Boolean(node["Reverse"]) ?? defaults.Reverse,
        };
    }

    private ImmutableArray<string> Command(ConfigurationNode? node)
    {
        if (node is null || problems.HasErrorAt(node))
            return [];
        if (node.Text is null)
            return [.. node.Children.Select(c => c.Value.Text ?? "")];
        try
        {
            return MiscCheckOptions.SplitCommand(node.Text);
        }
        catch (FormatException e)
        {
            problems.Add(node, e.Message);
            return [];
        }
    }
}
