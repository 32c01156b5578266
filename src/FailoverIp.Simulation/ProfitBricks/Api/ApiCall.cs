using System.Globalization;

namespace FailoverIp.Simulation;

/// <summary>A request to the API that was let in.</summary>
/// <param name="Exchange">The request.</param>
/// <param name="Contract">The contract that it is for.</param>
internal sealed record ApiCall(SimulatedExchange Exchange, int Contract)
{
    /// <summary>How much of the children is told, 0 to 10.</summary>
    public int Depth { get; private init; }

    /// <summary>False where the body is to be compact.</summary>
    public bool Pretty { get; private init; } = true;

    /// <summary>The first element of a list.</summary>
    public int Offset { get; private init; }

    /// <summary>The most elements of a list; null where the request does not say.</summary>
    public int? Limit { get; private init; }

    /// <summary>True where the request says how deep.</summary>
    public bool HasDepth => Exchange.Query("depth") is not null;

    /// <summary>Reads <c>depth</c>, <c>pretty</c>, <c>offset</c> and <c>limit</c>.</summary>
    public (ApiCall Call, ApiProblem? Problem) WithQuery()
    {
        if (!TryNumber("depth", 0, 10, out var depth))
            return (this, new(422, "422", "Query parameter 'depth' must be a number from 0 to 10."));
        if (!TryNumber("offset", 0, int.MaxValue, out var offset))
            return (this, new(422, "422", "Query parameter 'offset' must be a number of 0 or more."));
        if (!TryNumber("limit", 1, 10_000, out var limit))
            return (this, new(422, "422", "Query parameter 'limit' must be a number from 1 to 10000."));
        var pretty = true;
        if (Exchange.Query("pretty") is { } text && !bool.TryParse(text, out pretty))
            return (this, new(422, "422", "Query parameter 'pretty' must be true or false."));
        return (this with { Depth = depth ?? 0, Offset = offset ?? 0, Limit = limit, Pretty = pretty }, null);
    }

    private bool TryNumber(string name, int least, int most, out int? number)
    {
        number = null;
        if (Exchange.Query(name) is not { } text)
            return true;
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) || value < least || value > most)
            return false;
        number = value;
        return true;
    }
}
