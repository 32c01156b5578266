namespace FailoverIp.Node;

/// <summary><c>global_defs</c>, and the keywords that stand beside it.</summary>
internal sealed class GlobalSection(ConfContext context) : IConfSection
{
    private readonly NotifyGlobals _notify = new(context);

    public IEnumerable<ConfRoot> Roots =>
    [
        new("global_defs", ConfProcesses.Parent, null, Block()),
        .. NamespaceWords.Roots(context),
        .. DaemonWords.Roots(context),
    ];

    public void Complete()
    {
        // Each line was complete in itself.
    }

    public void Write(ConfigurationNode root)
    {
        _notify.Write(root);
        new VrrpGlobalsWriter(context.Globals).Write(root);
    }

    private ConfBlock Block()
    {
        var block = new ConfBlock();
        DaemonWords.AddTo(block, context);
        MailWords.AddTo(block, context);
        _notify.AddTo(block);
        VrrpGlobals.AddTo(block, context);
        VirtualServerGlobals.AddTo(block, context);
        return block;
    }
}
