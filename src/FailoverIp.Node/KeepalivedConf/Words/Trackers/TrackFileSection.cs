namespace FailoverIp.Node;

internal sealed class TrackFileSection(ConfContext context) : IConfSection
{
    public IEnumerable<ConfRoot> Roots =>
    [
        new("track_file", ConfProcesses.Vrrp, PassOver),
        new("vrrp_track_file", ConfProcesses.Vrrp, PassOver),
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
