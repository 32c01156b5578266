namespace FailoverIp.Node;

/// <summary>Virtual servers: <c>virtual_server</c>, <c>virtual_server_group</c>, <c>SSL</c>.</summary>
internal sealed class VirtualServerSection(ConfContext context) : IConfSection
{
    public IEnumerable<ConfRoot> Roots =>
    [
        new("SSL", ConfProcesses.Checkers, PassOver),
        new("virtual_server_group", ConfProcesses.Checkers, PassOver),
        new("virtual_server", ConfProcesses.Checkers, PassOver),
    ];

    public void Complete()
    {
        // Nothing depends on the rest of the file.
    }

    public void Write(ConfigurationNode root)
    {
        // Nothing was kept.
    }

    private void PassOver(ConfLine line)
    {
        context.Problems.Refuse(line.Location, NotSupported.Message(line.Keyword));
        context.SkipBlock();
    }
}
