using System.Text.RegularExpressions;
using System.Xml;

namespace FailoverIp.Simulation;

/// <summary>
/// netcup's SOAP web service (WSEndUser) as it was until 2026-05-01, as far as a failover needs it: <c>getVServers</c>, <c>getVServerIPs</c>,
/// <c>getVServerInformation</c> and <c>changeIPRouting</c>, at <c>/WSEndUser</c> and <c>/SCP/WSEndUser</c>. Faults have the texts of captured ones.
/// </summary>
/// <remarks>
/// An accepted change shows after <see cref="NetcupScpSettings.TaskDuration"/>, as the real one took some seconds. The web service knows no
/// tasks: <see cref="FaultKind.StuckTask"/> and <see cref="FaultKind.Ignored"/> are changes that never show, <see cref="FaultKind.TaskError"/> is a
/// SOAP fault, <see cref="FaultKind.RateLimit"/> the fault of the 5-minute rule and <see cref="FaultKind.Unauthorized"/> the one of a wrong password.
/// </remarks>
public sealed partial class NetcupSoapSimulator : NetcupSimulator
{
    private const string WrongCredentials = "Invalid credentials.";
    private const string TooOften = "Routing a failover IP is only permitted once every 5 minutes.";
    private const string NoMac = "00:00:00:00:00:00";

    private NetcupSoapSimulator(NetcupSimulatorOptions options)
        : base(options, ScpOf(options))
    {
    }

    /// <summary>The address of the web service.</summary>
    public Uri Endpoint => new(BaseAddress, "WSEndUser");

    /// <summary>Starts it and returns once it listens.</summary>
    /// <exception cref="ArgumentException">The address to listen on, or a fault, is not valid.</exception>
    /// <exception cref="IOException">The address is in use.</exception>
    public static async Task<NetcupSoapSimulator> StartAsync(NetcupSimulatorOptions? options = null, CancellationToken cancellationToken = default)
    {
        var simulator = new NetcupSoapSimulator(options ?? new());
        try
        {
            await simulator.ComeUpAsync(cancellationToken).ConfigureAwait(false);
            return simulator;
        }
        catch
        {
            await simulator.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc/>
    protected override void Map(SimulatorRoutes routes)
    {
        ArgumentNullException.ThrowIfNull(routes);
        base.Map(routes);
        routes.Map("POST", "/WSEndUser", Classify, Answer);
        routes.Map("POST", "/SCP/WSEndUser", Classify, Answer);
    }

    /// <inheritdoc/>
    protected override SimulatedAnswer RateLimited(TimeSpan? retryAfter) => Fault(TooOften).WithRetryAfter(retryAfter);

    /// <inheritdoc/>
    protected override SimulatedAnswer Unauthorized() => Fault(WrongCredentials);

    /// <inheritdoc/>
    protected override string Redact(string path, string body) => Password().Replace(body, "${open}***${close}");

    private static (SimulatedOperation Operation, string? Action) Classify(string body)
    {
        try
        {
            var operation = SoapCall.Read(body).Operation;
            return (operation switch
            {
                "changeIPRouting" => SimulatedOperation.Write,
                "getVServers" or "getVServerIPs" or "getVServerInformation" => SimulatedOperation.Read,
                _ => SimulatedOperation.Other,
            }, operation);
        }
        catch (XmlException)
        {
            return (SimulatedOperation.Other, null);
        }
    }

    private SimulatedAnswer Answer(SimulatedExchange exchange)
    {
        SoapCall call;
        try
        {
            call = SoapCall.Read(exchange.Body);
        }
        catch (XmlException e)
        {
            return SoapAnswer.Fault(State.Settings.SoapFaultStatus, $"Couldn't create SOAP message due to exception: {e.Message}", "S:Client");
        }
        if (call.Namespace != SoapCall.Service)
            return UnknownOperation(call);
        var state = State;
        if (state.WebservicePassword.Length == 0 || call["loginName"] != state.User.Username || call["password"] != state.WebservicePassword)
            return Fault(WrongCredentials);
        return call.Operation switch
        {
            "getVServers" => SoapAnswer.Texts(call.Operation, state.Servers.Select(s => s.Name)),
            "getVServerIPs" => WithServer(state, call, "vserverName", s => SoapAnswer.Texts(call.Operation, Ips(state, s))),
            // The one operation whose parameter has a small n.
            "getVServerInformation" => WithServer(state, call, "vservername", s => Information(state, s)),
            "changeIPRouting" => ChangeIpRouting(exchange, state, call),
            _ => UnknownOperation(call),
        };
    }

    private SimulatedAnswer WithServer(NetcupScpState state, SoapCall call, string parameter, Func<NetcupServer, SimulatedAnswer> answer) =>
        state.FindServer(call[parameter]) is { } server ? answer(server) : Fault($"Server not found for name '{call[parameter]}'");

    private SimulatedAnswer UnknownOperation(SoapCall call) =>
        SoapAnswer.Fault(State.Settings.SoapFaultStatus, $"Cannot find dispatch method for {{{call.Namespace}}}{call.Operation}", "S:Client");

    private SimulatedAnswer Fault(string message) => SoapAnswer.Fault(State.Settings.SoapFaultStatus, message);

    // Greedy up to the last closing tag, or to the end: also a password that was not escaped, or cut off, stays out of the log.
    [GeneratedRegex("(?<open><([\\w.-]+:)?password\\b[^>]*>)(.*(?<close></([\\w.-]+:)?password\\s*>)|.*$)", RegexOptions.Singleline | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Password();
}
