namespace FailoverIp.Vrrp.Kernel;

/// <summary>A kernel setting that is not as the configuration needs it.</summary>
/// <param name="Name">Its name as <c>sysctl</c> takes it: <c>net.ipv4.ip_forward</c>; where several count together, the one whose value decides.</param>
/// <param name="Value">Its value; null: the kernel has no such setting.</param>
/// <param name="Reason">Why it matters, one line.</param>
/// <param name="Command">The command that mends it: <c>sysctl -w net.ipv4.ip_forward=1</c>.</param>
/// <param name="IsRequired">False: a recommendation; the configuration works without it.</param>
public sealed record SysctlProblem(string Name, int? Value, string Reason, string Command, bool IsRequired)
{
    /// <summary>Everything in one line.</summary>
    public override string ToString() => Value is { } value ? $"{Name} is {value}: {Reason} ({Command})" : $"{Name} does not exist: {Reason}";
}
