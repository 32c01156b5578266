using FailoverIp.Simulation;

namespace Samples.Tests.Guides;

public sealed class OwnerService(SimulatorOptions options) : HttpSimulator(options)
{
    private volatile string _owner = "";

    public string Owner => _owner;

    protected override void Map(SimulatorRoutes routes)
    {
        routes.Map("GET", "/owner/{address}", SimulatedOperation.Read, _ => SimulatedAnswer.Text(200, _owner));
        routes.Map("PUT", "/owner/{address}", SimulatedOperation.Write, exchange =>
        {
            _owner = exchange.Body;
            return new(204);
        });
    }

    // What the log of requests may show.
    protected override string Redact(string path, string body) => body;
}
