using FailoverIp.Vrrp;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace FailoverIp.Node;

/// <summary>Asks a health check of the application again and again.</summary>
internal sealed class HealthCheckTracker(HealthCheckTrackerOptions options, IServiceProvider services, TimeProvider clock, ILogger logger) : Tracker(options, clock, logger)
{
    private Task<(bool IsWell, string? Detail)>? _asked;

    protected override TimeSpan Patience => options.Timeout + TimeSpan.FromSeconds(1);

    protected override TrackerReading? Before => TrackerReading.Unwell;

    protected override async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var (isWell, detail) = await AskAsync(cancellationToken).ConfigureAwait(false);
            Tell(isWell ? TrackerReading.Well : TrackerReading.Unwell, detail);
            await PauseAsync(options.Interval, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<(bool IsWell, string? Detail)> AskAsync(CancellationToken cancellationToken)
    {
        var registrations = services.GetService<IOptions<HealthCheckServiceOptions>>()?.Value.Registrations ?? [];
        if (registrations.FirstOrDefault(r => string.Equals(r.Name, options.Name, StringComparison.OrdinalIgnoreCase)) is not { } registration)
            return (false, $"the application has registered no health check \"{options.Name}\"");
        var timeout = registration.Timeout > TimeSpan.Zero && registration.Timeout < options.Timeout ? registration.Timeout : options.Timeout;
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            // One that ignores its token is waited for again, and never asked a second time beside the first.
            _asked ??= Task.Run(() => CheckAsync(registration, end.Token), CancellationToken.None);
            var answer = await _asked.WaitAsync(timeout, Clock, cancellationToken).ConfigureAwait(false);
            _asked = null;
            return answer;
        }
        catch (TimeoutException) when (_asked is { IsCompleted: false })
        {
            await end.CancelAsync().ConfigureAwait(false);
            return (false, $"no answer within {timeout.TotalSeconds:0.###} s");
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            _asked = null;
            return (false, OneLine(e));
        }
    }

    private async Task<(bool IsWell, string? Detail)> CheckAsync(HealthCheckRegistration registration, CancellationToken cancellationToken)
    {
        var scope = services.CreateAsyncScope();
        await using (scope.ConfigureAwait(false))
        {
            var check = registration.Factory(scope.ServiceProvider);
            if (check is NodeHealthCheck)
                return (false, "it is the node's own health check, which depends on what it would decide");
            var result = await check.CheckHealthAsync(new() { Registration = registration }, cancellationToken).ConfigureAwait(false);
            return (result.Status == HealthStatus.Healthy, result.Status == HealthStatus.Healthy ? null : $"{result.Status}{(result.Description is { } d ? $": {d.ReplaceLineEndings(" ")}" : "")}");
        }
    }
}
