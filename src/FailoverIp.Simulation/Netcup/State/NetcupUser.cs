namespace FailoverIp.Simulation;

/// <summary>The user of an account.</summary>
/// <param name="Id">The SCP's own user id, which the paths of the REST API and the claim <c>id</c> of a token hold.</param>
/// <param name="Username">The customer number: the login name of the SOAP web service.</param>
public sealed record NetcupUser(int Id, string Username)
{
    /// <summary>First name.</summary>
    public string Firstname { get => field ?? "Example"; init; }

    /// <summary>Last name.</summary>
    public string Lastname { get => field ?? "User"; init; }

    /// <summary>Address for mail.</summary>
    public string Email { get => field ?? "user@example.com"; init; }

    /// <summary>Company; null for none.</summary>
    public string? Company { get; init; }
}
