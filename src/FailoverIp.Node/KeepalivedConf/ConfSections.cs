namespace FailoverIp.Node;

/// <summary>The parts of the language, in the order in which keepalived looks at them.</summary>
internal static class ConfSections
{
    public static IConfSection[] Make(ConfContext context) => [new GlobalSection(context), new VirtualServerSection(context), new TrackFileSection(context), new VrrpSection(context), new BfdSection(context)];
}
