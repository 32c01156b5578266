using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace FailoverIp.Node.Tests;

/// <summary>Factories of meters, as an application has one: what one test measures is not seen by another.</summary>
internal static class TestMeters
{
    public static IMeterFactory Create() => new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>();
}
