namespace FailoverIp.Node;

internal sealed class VrrpSection(ConfContext context) : IConfSection
{
    public IEnumerable<ConfRoot> Roots =>
    [
        new("vrrp_instance", ConfProcesses.Vrrp, PassOver),
        new("vrrp_sync_group", ConfProcesses.Vrrp, PassOver),
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
