namespace FailoverIp.Node;

/// <summary>What is done about kernel settings (sysctl) that the virtual servers need, such as <c>net.ipv4.ip_forward</c>.</summary>
public enum SysctlHandling
{
    /// <summary>Each wrong one is a warning when the node starts, with the command that mends it.</summary>
    Check,

    /// <summary>Each wrong one is set when the node starts, and stays so.</summary>
    Set,

    /// <summary>Nobody looks.</summary>
    Ignore,
}
