using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace WebApi;

/// <summary>Whether this machine can write to the store. Where it cannot, its peer is the better one.</summary>
internal sealed class StoreCheck(IConfiguration configuration) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await File.WriteAllTextAsync(Path.Combine(FolderOf(configuration), $".check-{Environment.ProcessId}"), "ok", cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return HealthCheckResult.Unhealthy(e.Message);
        }
    }

    public static string FolderOf(IConfiguration configuration) => configuration["Store:Folder"] ?? Path.GetTempPath();
}
