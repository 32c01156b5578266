using System.CommandLine;

namespace FailoverIp.Cli.Commands.Ipvs;

/// <summary><c>ipvs</c>: the kernel's load balancer.</summary>
internal static class IpvsCommand
{
    public static Command Create() => new("ipvs", "Look at the kernel's virtual server table") { new IpvsListCommand() };
}
