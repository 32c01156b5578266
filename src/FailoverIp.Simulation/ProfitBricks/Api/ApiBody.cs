using System.Collections.Immutable;
using System.Text.Json;

namespace FailoverIp.Simulation;

/// <summary>The attributes of a body; the first thing that is wrong with them is kept.</summary>
internal sealed class ApiBody
{
    private readonly JsonElement _attributes;

    private ApiBody(JsonElement attributes, ApiProblem? problem = null)
    {
        _attributes = attributes;
        Problem = problem;
    }

    /// <summary>What is wrong; null for nothing.</summary>
    public ApiProblem? Problem { get; private set; }

    /// <summary>Reads a body.</summary>
    /// <param name="exchange">The request.</param>
    /// <param name="isWrapped">True where the attributes are below <c>properties</c> (PUT, POST), false where they are the body itself (PATCH).</param>
    public static ApiBody Read(SimulatedExchange exchange, bool isWrapped)
    {
        if (exchange.MediaType != "application/json")
            return new(default, new(415, "415", "Content-Type must be application/json"));
        try
        {
            using var json = JsonDocument.Parse(exchange.Body);
            var body = json.RootElement.Clone();
            if (isWrapped && (body.ValueKind != JsonValueKind.Object || !body.TryGetProperty("properties", out body)))
                return new(default, new(422, "422", "[(root).properties] Attribute is required"));
            return body.ValueKind == JsonValueKind.Object ? new(body) : new(default, new(400, "400", "The body is not an object"));
        }
        catch (JsonException)
        {
            return new(default, new(400, "400", "The body is not valid JSON"));
        }
    }

    /// <summary>Refuses everything but these attributes.</summary>
    public ApiBody Allow(ReadOnlySpan<string> known, ReadOnlySpan<string> readOnly)
    {
        if (Problem is not null)
            return this;
        foreach (var attribute in _attributes.EnumerateObject())
        {
            if (readOnly.Contains(attribute.Name))
                Refuse(ApiProblem.ReadOnly(attribute.Name));
            else if (!known.Contains(attribute.Name))
                Refuse(ApiProblem.Invalid(attribute.Name, "Attribute is unknown"));
        }
        return this;
    }

    public bool Has(string name) => Problem is null && _attributes.TryGetProperty(name, out _);

    public string? Text(string name) => Take(name, JsonValueKind.String) is { } value ? value.GetString() : null;

    public bool? Bool(string name)
    {
        if (!Has(name))
            return null;
        var value = _attributes.GetProperty(name);
        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False)
            return value.GetBoolean();
        Refuse(ApiProblem.Invalid(name, "Attribute must be true or false"));
        return null;
    }

    public int? Number(string name)
    {
        if (Take(name, JsonValueKind.Number) is not { } value)
            return null;
        if (value.TryGetInt32(out var number))
            return number;
        Refuse(ApiProblem.Invalid(name, "Attribute must be a whole number"));
        return null;
    }

    /// <summary>A list of texts; null is an empty one.</summary>
    public ImmutableArray<string>? Texts(string name)
    {
        if (Has(name) && _attributes.GetProperty(name).ValueKind == JsonValueKind.Null)
            return [];
        return List(name, item => item.ValueKind == JsonValueKind.String ? item.GetString() : null);
    }

    /// <summary>A list of what <paramref name="read"/> makes of its items; null from it refuses the list.</summary>
    public ImmutableArray<T>? List<T>(string name, Func<JsonElement, T?> read)
        where T : class
    {
        if (Take(name, JsonValueKind.Array) is not { } value)
            return null;
        var items = value.EnumerateArray().Select(read).ToList();
        if (!items.Contains(null))
            return [.. items!];
        Refuse(ApiProblem.Invalid(name, "Attribute has an item of the wrong kind"));
        return null;
    }

    /// <summary>Refuses the body where an attribute is not there.</summary>
    public ApiBody Require(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (Problem is null && !Has(name))
                Refuse(ApiProblem.Invalid(name, "Attribute is required"));
        }
        return this;
    }

    public void Refuse(ApiProblem problem) => Problem ??= problem;

    private JsonElement? Take(string name, JsonValueKind kind)
    {
        if (!Has(name))
            return null;
        var value = _attributes.GetProperty(name);
        if (value.ValueKind == kind)
            return value;
        Refuse(ApiProblem.Invalid(name, $"Attribute must be {kind switch { JsonValueKind.String => "a string", JsonValueKind.Number => "a number", _ => "an array" }}"));
        return null;
    }
}
