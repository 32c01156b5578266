namespace FailoverIp.Simulation;

/// <summary>A refusal in the service's own words.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Code">The error code, a text of digits. Where the service's own is not known, it is the status.</param>
/// <param name="Message">The message.</param>
internal sealed record ApiProblem(int Status, string Code, string Message)
{
    public static readonly ApiProblem Unauthorized = new(401, "315", "Unauthorized");
    public static readonly ApiProblem NotFound = new(404, "309", "Resource does not exist");
    public static readonly ApiProblem Forbidden = new(403, "403", "Access to the resource is forbidden");

    /// <summary>An attribute of the body that cannot be so.</summary>
    public static ApiProblem Invalid(string attribute, string message) => new(422, "422", $"[(root).properties.{attribute}] {message}");

    public static ApiProblem ReadOnly(string attribute) => new(422, "105", $"[(root).properties.{attribute}] Attribute is read-only");
}

/// <summary>What the rules say about a write: the state after it, or why it is refused.</summary>
internal readonly record struct Verdict(ProfitBricksState? State, ApiProblem? Problem)
{
    public static implicit operator Verdict(ProfitBricksState state) => new(state, null);

    public static implicit operator Verdict(ApiProblem problem) => new(null, problem);
}
