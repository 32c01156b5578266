namespace FailoverIp.Node;

/// <summary>Writes what <c>global_defs</c> says for all instances. What has no key of its own for all is written with each instance.</summary>
internal sealed class VrrpGlobalsWriter(ConfGlobals globals)
{
    public void Write(ConfigurationNode root)
    {
        if (globals.StartupDelay is { } startup)
            root.Object("Vrrp", startup.At).Time("StartupDelay", startup.Value, startup.At);
        if (globals.DelayAfterBoot is { } boot)
            root.Object("Vrrp", boot.At).Time("DelayAfterBoot", boot.Value, boot.At);
        GarpWriter.Write(() => root.Object("Vrrp", default), globals.Garp);
    }
}
