using System.Collections.Immutable;

namespace FailoverIp.Simulation;

/// <summary>The user whose requests are answered.</summary>
/// <param name="UserName">The login name, an address for mail.</param>
public sealed record ProfitBricksUser(string UserName)
{
    /// <summary>The user's UUID.</summary>
    public string Id { get => field ?? "05e00000-0000-4000-8000-000000000001"; init; }

    /// <summary>The password. Empty: Basic authentication is refused.</summary>
    public string Password { get => field ?? ""; init; }

    /// <summary>The tokens that are good for Bearer authentication.</summary>
    public ImmutableArray<string> Tokens { get => field.IsDefault ? [] : field; init; }

    /// <summary>The numbers of the user's contracts. With several of them every request must name one in <c>X-Contract-Number</c>.</summary>
    /// <value>31900000.</value>
    public ImmutableArray<int> Contracts { get => field.IsDefaultOrEmpty ? [31900000] : field; init; }

    /// <summary>The login name, never a secret.</summary>
    public override string ToString() => UserName;
}
