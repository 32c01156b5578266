namespace FailoverIp.Node;

/// <summary>Interfaces that a configuration names.</summary>
internal static class ConfInterfaces
{
    public const int LongestName = 15;

    /// <summary>
    /// The interface of a name. One that is not there is made up where <c>dynamic_interfaces</c> says that it may come; otherwise keepalived does not start, and the caller says where.
    /// </summary>
    public static ConfInterface? Interface(this ConfContext context, string name)
    {
        if (context.Machine.FindInterface(name) is { } found)
            return found;
        if (context.Globals.HasDynamicInterfaces)
            return new(name) { IsMissing = true };
        context.MissingInterface ??= context.Here;
        return null;
    }
}
