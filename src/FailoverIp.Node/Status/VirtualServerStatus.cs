using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace FailoverIp.Node;

/// <summary>What one virtual server is doing.</summary>
public sealed record VirtualServerStatus
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Address and port, or the firewall mark (<c>FWM 7</c>).</summary>
    public required string Address { get; init; }

    /// <summary><c>Tcp</c>, <c>Udp</c> or <c>Sctp</c>.</summary>
    public required string Protocol { get; init; }

    /// <summary>The scheduler, such as <c>rr</c>.</summary>
    public required string Scheduler { get; init; }

    /// <summary>How packets are forwarded: <c>NAT</c>, <c>DR</c> or <c>TUN</c>.</summary>
    public required string Method { get; init; }

    /// <summary>Whether enough real servers are up.</summary>
    public required bool Quorum { get; init; }

    /// <summary>The sum of the weights of the real servers that are up.</summary>
    public long AliveWeight { get; init; }

    /// <summary>The server that stands in while the quorum is lost; null, and not in the document, where none is configured.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SorryServerStatus? SorryServer { get; init; }

    /// <summary>Whether checks rest because this node is not Active for the address; null, and not in the document, where they never do.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Suspended { get; init; }

    /// <summary>Whether the kernel was made to redirect what arrives for the address to this machine; null, and not in the document, where it never is.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Bypass { get; init; }

    /// <summary>Why the kernel does not do what it should, one line, several reasons joined by semicolons; null, and not in the document, where it does.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Problem { get; init; }

    /// <summary>The real servers.</summary>
    public ImmutableArray<RealServerStatus> RealServers { get; init; } = [];
}

/// <summary>What a sorry server is doing.</summary>
/// <param name="Address">Address and port.</param>
/// <param name="InUse">Whether it stands in for the real servers now.</param>
public sealed record SorryServerStatus(string Address, bool InUse);

/// <summary>What one real server is doing.</summary>
/// <param name="Address">Address and port.</param>
/// <param name="Weight">Its weight.</param>
/// <param name="State"><c>Up</c> or <c>Down</c>.</param>
/// <param name="LastFailure">Why a check last failed, one line; null where none has.</param>
public sealed record RealServerStatus(string Address, int Weight, string State, string? LastFailure)
{
    /// <summary>
    /// Whether it serves, where its state does not say so: true for one that has failed and is kept, because no more may be out at once; false for one that is up and
    /// not in the kernel's table. Otherwise null, and not in the document.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? InService { get; init; }
}
