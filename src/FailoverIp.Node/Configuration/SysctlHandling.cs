namespace FailoverIp.Node;

/// <summary>What is done about kernel settings (sysctl) that the virtual servers need, such as <c>net.ipv4.ip_forward</c>.</summary>
public enum SysctlHandling
{
    /// <summary>Each wrong one is a warning, with the command that mends it, when the node starts and when it becomes wrong later.</summary>
    Check,

    /// <summary>Each wrong one is set, when the node starts and when it becomes wrong later, and stays so.</summary>
    Set,

    /// <summary>Nobody looks.</summary>
    Ignore,
}
