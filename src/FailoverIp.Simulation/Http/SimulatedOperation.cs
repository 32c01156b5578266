using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace FailoverIp.Simulation;

/// <summary>What a request to a provider simulator is for; a <see cref="Fault"/> names the ones it strikes. In JSON several are joined: <c>"Read, Write"</c>.</summary>
[Flags]
[SuppressMessage("Design", "CA1008:Enums should have zero value", Justification = "Zero is the filter that lets everything through.")]
[JsonConverter(typeof(JsonStringEnumConverter<SimulatedOperation>))]
public enum SimulatedOperation
{
    /// <summary>Every request: not narrowed to a kind.</summary>
    Any = 0,

    /// <summary>Reading addresses, servers or the account.</summary>
    Read = 1,

    /// <summary>Routing an address.</summary>
    Write = 2,

    /// <summary>Looking at, or cancelling, the provider's own work on a write.</summary>
    Task = 4,

    /// <summary>Getting, refreshing or revoking a token.</summary>
    Token = 8,

    /// <summary>The steps of an interactive login before there is a token.</summary>
    Login = 16,

    /// <summary>Anything else: a ping, an unknown path.</summary>
    Other = 32,
}
