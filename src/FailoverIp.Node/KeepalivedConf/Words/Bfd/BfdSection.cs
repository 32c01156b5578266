namespace FailoverIp.Node;

internal sealed class BfdSection(ConfContext context) : IConfSection
{
    public IEnumerable<ConfRoot> Roots =>
    [
        new("bfd_instance", ConfProcesses.All, PassOver),
    ];

    public void Complete()
    {
    }

    public void Write(ConfigurationNode root)
    {
    }

    private void PassOver(ConfLine line)
    {
        context.Problems.Refuse(line.Location, NotSupported.Message(line.Keyword));
        context.SkipBlock();
    }
}
