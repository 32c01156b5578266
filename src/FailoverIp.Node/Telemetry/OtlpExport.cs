using FailoverIp.Lvs;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace FailoverIp.Node;

/// <summary>The meters and the spans of this process on their way to a collector (OTLP 1.x over HTTP, protobuf).</summary>
internal sealed class OtlpExport : IDisposable
{
    // A collector that is away must hold up neither the node nor its stop.
    private const int TimeoutMilliseconds = 3000;

    private readonly MeterProvider _metrics;
    private readonly TracerProvider _traces;

    public OtlpExport(TelemetryOptions options, string node)
    {
        var resource = ResourceBuilder.CreateDefault().AddService("failoverip", serviceVersion: StatusComposer.Version, serviceInstanceId: node, autoGenerateServiceInstanceId: false);
        _metrics = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource)
            .AddMeter(NodeDiagnostics.MeterName, FailoverIpDiagnostics.MeterName, LvsDiagnostics.MeterName)
            .AddOtlpExporter((exporter, reader) =>
            {
                Configure(exporter, options, "v1/metrics");
                reader.PeriodicExportingMetricReaderOptions = new() { ExportIntervalMilliseconds = (int)options.Interval.TotalMilliseconds, ExportTimeoutMilliseconds = TimeoutMilliseconds };
            })
            .Build();
        _traces = Sdk.CreateTracerProviderBuilder().SetResourceBuilder(resource)
            .AddSource(FailoverIpDiagnostics.ActivitySourceName)
            .AddOtlpExporter(exporter => Configure(exporter, options, "v1/traces"))
            .Build();
    }

    /// <summary>Sends what is left, and waits for that some seconds at most.</summary>
    public void Dispose()
    {
        _metrics.Shutdown(TimeoutMilliseconds);
        _traces.Shutdown(TimeoutMilliseconds);
        _metrics.Dispose();
        _traces.Dispose();
    }

    private static void Configure(OtlpExporterOptions exporter, TelemetryOptions options, string path)
    {
        exporter.Protocol = OtlpExportProtocol.HttpProtobuf;
        exporter.Endpoint = new(options.Endpoint, path);
        exporter.TimeoutMilliseconds = TimeoutMilliseconds;
        // The exporter's own list of headers could not hold a comma.
        exporter.HttpClientFactory = () => Client(options);
    }

    private static HttpClient Client(TelemetryOptions options)
    {
        var client = new HttpClient { Timeout = TimeSpan.FromMilliseconds(TimeoutMilliseconds) };
        if (options.Authorization is { } secret)
            client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", secret);
        return client;
    }
}
