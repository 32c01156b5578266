using System.Globalization;
using System.Text.Json;

namespace FailoverIp.Simulation.Tests;

/// <summary>
/// Checks documents against schemas of the published API document; what the document does not name is wrong too. Inside of lists references (id,
/// type and href alone) stand for elements, as the document's description of <c>depth</c> says and its schemas do not.
/// </summary>
internal static class PublishedSchemas
{
    private static readonly JsonElement Schemas = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "ProfitBricks", "Samples", "schemas.json"))).RootElement;

    // Younger than the document; its name is known from the service's own error messages.
    private static readonly string[] Younger = ["ipv4CidrBlock"];

    public static void ShouldBe(this JsonElement document, string schema) => Problems(document, schema).ShouldBeEmpty(document.ToString());

    public static IReadOnlyList<string> Problems(JsonElement document, string schema)
    {
        List<string> problems = [];
        Check(schema, document, Schemas.GetProperty(schema), problems);
        return problems;
    }

    private static void Check(string place, JsonElement value, JsonElement schema, List<string> problems)
    {
        if (schema.TryGetProperty("$ref", out var reference))
        {
            Check(place, value, Schemas.GetProperty(reference.GetString()!), problems);
            return;
        }
        if (schema.TryGetProperty("allOf", out var all))
        {
            foreach (var part in all.EnumerateArray())
                Check(place, value, part, problems);
            return;
        }
        if (value.ValueKind == JsonValueKind.Null && schema.TryGetProperty("nullable", out var nullable) && nullable.GetBoolean())
            return;
        var type = schema.GetProperty("type").GetString()!;
        if (!IsOf(type, value))
        {
            problems.Add($"{place} is {value.ValueKind} and should be {type}");
            return;
        }
        if (schema.TryGetProperty("enum", out var values) && !values.EnumerateArray().Any(v => v.GetString() == value.GetString()))
            problems.Add($"{place} is '{value}', which is none of the values");
        if (schema.TryGetProperty("format", out var format) && !HasFormat(format.GetString()!, value))
            problems.Add($"{place} is '{value}', which is no {format}");
        if (type == "array")
            CheckItems(place, value, schema.GetProperty("items"), problems);
        if (type == "object")
            CheckProperties(place, value, schema, problems);
    }

    private static void CheckItems(string place, JsonElement value, JsonElement items, List<string> problems)
    {
        foreach (var (item, i) in value.EnumerateArray().Select((item, i) => (item, i)))
        {
            if (item.ValueKind == JsonValueKind.Object && item.EnumerateObject().Select(p => p.Name).Order().SequenceEqual(["href", "id", "type"]))
                Check($"{place}[{i}]", item, Schemas.GetProperty("ResourceReference"), problems);
            else
                Check($"{place}[{i}]", item, items, problems);
        }
    }

    private static void CheckProperties(string place, JsonElement value, JsonElement schema, List<string> problems)
    {
        if (schema.TryGetProperty("required", out var required))
            problems.AddRange(required.EnumerateArray().Where(r => !value.TryGetProperty(r.GetString()!, out _)).Select(r => $"{place} has no {r}"));
        foreach (var property in value.EnumerateObject().Where(p => !Younger.Contains(p.Name)))
        {
            if (schema.TryGetProperty("properties", out var known) && known.TryGetProperty(property.Name, out var declared))
                Check($"{place}.{property.Name}", property.Value, declared, problems);
            else if (schema.TryGetProperty("additionalProperties", out var additional))
                Check($"{place}.{property.Name}", property.Value, additional, problems);
            else
                problems.Add($"{place}.{property.Name} is not in the document");
        }
    }

    private static bool IsOf(string type, JsonElement value) => type switch
    {
        "string" => value.ValueKind == JsonValueKind.String,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out _),
        "number" => value.ValueKind == JsonValueKind.Number,
        "array" => value.ValueKind == JsonValueKind.Array,
        _ => value.ValueKind == JsonValueKind.Object,
    };

    private static bool HasFormat(string format, JsonElement value) => format switch
    {
        "uri" => Uri.TryCreate(value.GetString(), UriKind.Absolute, out _),
        "date-time" => DateTimeOffset.TryParseExact(value.GetString(), "yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _),
        _ => true,
    };
}
