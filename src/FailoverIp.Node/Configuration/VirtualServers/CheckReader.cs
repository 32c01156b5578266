using FailoverIp.Lvs;

namespace FailoverIp.Node;

/// <summary>Reads the checks of a real server.</summary>
internal sealed class CheckReader(ProblemList problems, SecretReader secrets)
{
    public IEnumerable<CheckOptions> Read(ConfigurationNode? checks, string? virtualHost)
    {
        _ = (problems, secrets, checks, virtualHost);
        yield break;
    }
}
