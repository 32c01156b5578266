using System.Text;

namespace FailoverIp.Simulation;

public sealed partial class FaultPlan
{
    private const string Page = """
        <!DOCTYPE html>
        <html><head><title>Maintenance</title></head>
        <body><h1>We will be back soon</h1><p>The service is being maintained.</p></body></html>

        """;

    /// <summary>The answer after a fault has had its way with its body.</summary>
    internal SimulatedAnswer Spoil(SimulatedAnswer answer, Fault? fault) => fault?.Kind switch
    {
        FaultKind.Garbage => answer with { Body = Noise(512) },
        FaultKind.Html => answer with { ContentType = "text/html; charset=utf-8", Body = Encoding.UTF8.GetBytes(Page) },
        FaultKind.Huge => answer with { Body = default },
        _ => answer,
    };

    private byte[] Noise(int length)
    {
        var noise = new byte[length];
        lock (_gate)
            _random.NextBytes(noise);
        return noise;
    }
}
