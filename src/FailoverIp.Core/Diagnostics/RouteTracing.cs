using System.Diagnostics;

namespace FailoverIp;

/// <summary>Spans of the source <see cref="FailoverIpDiagnostics.ActivitySourceName"/>: ensure, and within it each read and write.</summary>
internal static class RouteTracing
{
    private static readonly ActivitySource Source = new(FailoverIpDiagnostics.ActivitySourceName);

    public static Activity? Start(string name, FailoverRoute route)
    {
        var span = Source.StartActivity(name, ActivityKind.Client);
        if (span is { IsAllDataRequested: true })
        {
            span.SetTag("failoverip.name", route.Name);
            span.SetTag("failoverip.address", route.Address.ToString());
            span.SetTag("failoverip.provider", route.Provider);
        }
        return span;
    }

    public static void Failed(this Activity? span, FailoverIpException failure)
    {
        span?.SetTag("error.type", failure.Kind.ToString());
        span?.SetStatus(ActivityStatusCode.Error, failure.Message);
    }
}
