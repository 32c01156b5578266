using System.Runtime.CompilerServices;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FailoverIp.Node;

/// <summary>Sends metrics and traces while the node runs, where it is configured to. Where it is not, nothing of OpenTelemetry is loaded.</summary>
internal sealed class TelemetryService(NodeOptions options, ILoggerFactory loggers) : IHostedService, IReloadFollower, IDisposable
{
    private readonly ILogger _logger = loggers.CreateLogger("FailoverIp.Telemetry");
    private readonly Lock _gate = new();
    private IDisposable? _export;
    private Task _ending = Task.CompletedTask;
    private bool _isOver;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Telemetry is { } telemetry)
            Begin(telemetry, options.Name);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        var last = Task.Run(Dispose, CancellationToken.None);
        lock (_gate)
            return Task.WhenAll(_ending, last);
    }

    public void Dispose() => Replace(null, isOver: true)?.Dispose();

    /// <summary>Sends elsewhere. The old collector gets what is left for it; the reload does not wait for that, it may be away.</summary>
    public Task<NodeOptions> FollowAsync(NodeOptions before, NodeOptions after)
    {
        if (Equals(after.Telemetry, before.Telemetry))
            return Task.FromResult(after);
        try
        {
            if (after.Telemetry is { } telemetry)
            {
                Begin(telemetry, after.Name);
                return Task.FromResult(after);
            }
            End(Replace(null));
            _logger.NotSending();
        }
        catch (Exception e)
        {
            _logger.SendingStays(e.Message.ReplaceLineEndings(" "));
            after = after with { Telemetry = before.Telemetry };
        }
        return Task.FromResult(after);
    }

    private void Begin(TelemetryOptions telemetry, string node)
    {
        End(Replace(Export(telemetry, node)));
        _logger.Sending(telemetry.Endpoint.GetLeftPart(UriPartial.Path));
    }

    /// <summary>Returns what is to be ended: the one before, or the new one where it is too late for it.</summary>
    private IDisposable? Replace(IDisposable? export, bool isOver = false)
    {
        lock (_gate)
        {
            if (_isOver)
                return export;
            _isOver = isOver;
            (_export, export) = (export, _export);
            return export;
        }
    }

    private void End(IDisposable? export)
    {
        if (export is null)
            return;
        lock (_gate)
            _ending = Task.WhenAll(_ending, Task.Run(export.Dispose, CancellationToken.None));
    }

    // A method of its own: the assemblies are loaded when it is compiled.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static OtlpExport Export(TelemetryOptions telemetry, string node) => new(telemetry, node);
}
