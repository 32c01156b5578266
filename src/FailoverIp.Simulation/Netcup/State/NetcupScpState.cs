using System.Collections.Immutable;

namespace FailoverIp.Simulation;

/// <summary>
/// One account in a simulated netcup Server Control Panel: what a state file holds. Immutable; <see cref="NetcupScp"/> holds the current one.
/// </summary>
/// <remarks>The names in the file are those of the properties in camel case; unknown names are errors, comments and trailing commas are allowed.</remarks>
public sealed partial record NetcupScpState
{
    /// <summary>The user of the account.</summary>
    public required NetcupUser User { get; init; }

    /// <summary>The password of the SOAP web service, which is not the account's. Empty: the web service is not enabled, every login is refused.</summary>
    public string WebservicePassword { get => field ?? ""; init; }

    /// <summary>The refresh tokens that are good.</summary>
    public ImmutableArray<NetcupRefreshToken> RefreshTokens { get => field.IsDefault ? [] : field; init; }

    /// <summary>The servers.</summary>
    public required ImmutableArray<NetcupServer> Servers { get => field.IsDefault ? [] : field; init; }

    /// <summary>The failover addresses, IPv4 and IPv6, with their owners.</summary>
    public required ImmutableArray<NetcupFailoverIp> FailoverIps { get => field.IsDefault ? [] : field; init; }

    /// <summary>How the service behaves.</summary>
    public NetcupScpSettings Settings { get => field ?? new(); init; }

    /// <summary>The faults a simulator of this account starts with.</summary>
    public ImmutableArray<Fault> Faults { get => field.IsDefault ? [] : field; init; }

    /// <summary>The server with this name, compared in any case; null for none.</summary>
    public NetcupServer? FindServer(string? name) => Servers.FirstOrDefault(s => string.Equals(s.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The server with this id; null for none.</summary>
    public NetcupServer? FindServer(int id) => Servers.FirstOrDefault(s => s.Id == id);

    /// <summary>The failover address that equals this one; null for none.</summary>
    public NetcupFailoverIp? FindFailoverIp(FailoverAddress address) => FailoverIps.FirstOrDefault(f => f.Address == address);

    /// <summary>The same with the address routed to this server, or nowhere where it is null.</summary>
    public NetcupScpState WithOwner(FailoverAddress address, string? server) =>
        this with { FailoverIps = [.. FailoverIps.Select(f => f.Address == address ? f with { Server = server } : f)] };

    /// <summary>What it is about, without secrets.</summary>
    public override string ToString() => $"user {User.Id}, {Servers.Length} servers, {FailoverIps.Length} failover addresses";
}
