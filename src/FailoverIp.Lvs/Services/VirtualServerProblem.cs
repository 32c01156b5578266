namespace FailoverIp.Lvs;

/// <summary>Something in the options of a virtual server that cannot work.</summary>
/// <param name="VirtualServer">The name of the virtual server.</param>
/// <param name="Option">
/// Where, in the words of the configuration file: <c>Quorum</c>, <c>RealServers:0:Weight</c>, <c>RealServers:0:Checks:1:Retry</c>. Empty: the virtual server as a whole.
/// </param>
/// <param name="Message">What is wrong, one line for a person.</param>
/// <param name="IsWarning">True where it runs all the same.</param>
public readonly record struct VirtualServerProblem(string VirtualServer, string Option, string Message, bool IsWarning = false)
{
    /// <summary>One line.</summary>
    public override string ToString() => Option.Length == 0 ? $"{VirtualServer}: {Message}" : $"{VirtualServer}: {Option}: {Message}";
}
