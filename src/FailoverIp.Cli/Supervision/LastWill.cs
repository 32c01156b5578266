using FailoverIp.Vrrp;

namespace FailoverIp.Cli.Supervision;

/// <summary>Leaves the removal to the next node, which recognises what a killed one has left by its state file.</summary>
internal sealed class LastWill : ILastWill
{
    public void Prepare(VrrpEngineOptions options)
    {
    }

    public string? Execute() => "what it has left in the kernel stays until the next one begins";

    public void Dispose()
    {
    }
}
