using System.Runtime.CompilerServices;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FailoverIp.Node;

/// <summary>Sends metrics and traces while the node runs, where it is configured to. Where it is not, nothing of OpenTelemetry is loaded.</summary>
internal sealed class TelemetryService(NodeOptions options, ILoggerFactory loggers) : IHostedService, IDisposable
{
    private IDisposable? _export;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Telemetry is { } telemetry)
        {
            _export = Export(telemetry, options.Name);
            loggers.CreateLogger("FailoverIp.Telemetry").Sending(telemetry.Endpoint.GetLeftPart(UriPartial.Path));
        }
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.Run(Dispose, CancellationToken.None);

    public void Dispose() => Interlocked.Exchange(ref _export, null)?.Dispose();

    // A method of its own: the assemblies are loaded when it is compiled.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static OtlpExport Export(TelemetryOptions telemetry, string node) => new(telemetry, node);
}
