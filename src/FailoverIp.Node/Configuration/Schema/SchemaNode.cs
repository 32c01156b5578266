using System.Text.Json;
using System.Text.RegularExpressions;

namespace FailoverIp.Node;

/// <summary>
/// A schema with its references resolved: the keywords of JSON Schema 2020-12 that <c>failoverip.schema.json</c> uses, and a few of its own
/// (<c>x-…</c>) for what JSON Schema has no word for.
/// </summary>
internal sealed class SchemaNode
{
    /// <summary>Every keyword that is understood. A schema with another one does not load, so none is ever passed over in silence.</summary>
    private static readonly HashSet<string> Known = new(StringComparer.Ordinal)
    {
        "$schema", "$defs", "$ref", "title", "description", "type", "properties", "additionalProperties", "unevaluatedProperties", "required", "items", "oneOf", "allOf", "enum", "const", "not",
        "pattern", "minimum", "maximum", "minLength", "maxLength", "writeOnly", "format", "x-shortest", "x-longest", "x-expected", "x-secrets", "x-target",
    };

    private readonly Dictionary<string, SchemaNode> _properties = new(StringComparer.OrdinalIgnoreCase);

    private SchemaNode()
    {
    }

    /// <summary>The names of the types allowed; empty where any is.</summary>
    public IReadOnlyList<string> Types { get; private set; } = [];

    /// <summary>True where only an object is allowed.</summary>
    public bool IsObject { get; private set; }

    /// <summary>True where only an array is allowed.</summary>
    public bool IsArray { get; private set; }

    /// <summary>The keys of an object that are known, in any case.</summary>
    public IReadOnlyDictionary<string, SchemaNode> Properties => _properties;

    /// <summary>The schema of other keys; null with <see cref="IsClosed"/> or where they may hold anything.</summary>
    public SchemaNode? Additional { get; private set; }

    /// <summary>True where other keys are errors.</summary>
    public bool IsClosed { get; private set; }

    public IReadOnlyList<string> Required { get; private set; } = [];

    public SchemaNode? Items { get; private set; }

    public IReadOnlyList<SchemaNode> OneOf { get; private set; } = [];

    /// <summary>The values allowed, as text; null where any is. A <c>const</c> is a list of one.</summary>
    public IReadOnlyList<string>? Values { get; private set; }

    public Regex? Pattern { get; private set; }

    /// <summary>The one value that the key <c>Type</c> of an object may have; null where it may have others.</summary>
    public string? FixedType { get; private set; }

    public long? Minimum { get; private set; }

    public long? Maximum { get; private set; }

    public int MinLength { get; private set; }

    public int MaxLength { get; private set; } = int.MaxValue;

    /// <summary>The shortest and the longest duration allowed; null where the value is no duration.</summary>
    public (TimeSpan Shortest, TimeSpan Longest)? Duration { get; private set; }

    /// <summary>True for a secret: its value is never shown.</summary>
    public bool IsSecret { get; private set; }

    /// <summary>True for the path of a file: a relative one counts from the configuration file's folder.</summary>
    public bool IsPath { get; private set; }

    /// <summary>True for an absolute URI.</summary>
    public bool IsUri { get; private set; }

    /// <summary>True for a UUID. A text that is none is worth a warning only, as JSON Schema has it for formats: what it names may still be filled in.</summary>
    public bool IsUuid { get; private set; }

    /// <summary>What is expected, in words, where the other keywords do not say it well.</summary>
    public string? Expected { get; private set; }

    /// <summary>The secrets of an object, each to be given either as <c>X</c> or as <c>XFile</c>.</summary>
    public IReadOnlyList<string> Secrets { get; private set; } = [];

    /// <summary>For a provider: the schema of the <c>Target</c> of its addresses.</summary>
    public SchemaNode? Target { get; private set; }

    /// <summary>Reads a document with its own <c>$defs</c>.</summary>
    public static SchemaNode Load(ReadOnlyMemory<byte> utf8)
    {
        using var document = JsonDocument.Parse(utf8);
        return Read(document.RootElement, new(document.RootElement));
    }

    private static SchemaNode Read(JsonElement schema, Definitions definitions)
    {
        if (IsReference(schema) && definitions.Known.TryGetValue(schema.GetProperty("$ref").GetString()!, out var known))
            return known;
        var node = new SchemaNode();
        node.Apply(schema, definitions);
        node.FixedType = node.Properties.TryGetValue("Type", out var type) && type.Values is [var only] ? only : null;
        if (IsReference(schema))
            definitions.Known.Add(schema.GetProperty("$ref").GetString()!, node);
        return node;
    }

    /// <summary>Whether it is a referenced schema and no more.</summary>
    private static bool IsReference(JsonElement schema)
    {
        var isReference = false;
        foreach (var keyword in schema.EnumerateObject())
        {
            isReference |= keyword.NameEquals("$ref");
            if (!keyword.NameEquals("$ref") && !keyword.NameEquals("description"))
                return false;
        }
        return isReference;
    }

    /// <summary>Takes over what a referenced schema says first, so that keywords beside the reference win.</summary>
    private void Apply(JsonElement schema, Definitions definitions)
    {
        if (schema.TryGetProperty("$ref", out var reference))
        {
            const string Place = "#/$defs/";
            var name = reference.GetString()!;
            if (!name.StartsWith(Place, StringComparison.Ordinal))
                throw new InvalidDataException($"the schema's reference '{name}' is not into {Place}");
            Apply(definitions.Root.GetProperty("$defs").GetProperty(name[Place.Length..]), definitions);
        }
        foreach (var keyword in schema.EnumerateObject())
        {
            if (!Known.Contains(keyword.Name))
                throw new InvalidDataException($"the schema's keyword '{keyword.Name}' is not understood");
            Apply(keyword.Name, keyword.Value, definitions);
        }
    }

    private void Apply(string keyword, JsonElement value, Definitions definitions)
    {
        switch (keyword)
        {
            case "type":
                Types = value.ValueKind == JsonValueKind.Array ? Texts(value) : [value.GetString()!];
                (IsObject, IsArray) = (Types is ["object"], Types is ["array"]);
                break;
            case "properties":
                foreach (var property in value.EnumerateObject())
                    _properties[property.Name] = Read(property.Value, definitions);
                break;
            case "unevaluatedProperties": // closes an object whose keys come from a reference as well
                IsClosed |= value.ValueKind == JsonValueKind.False;
                break;
            case "additionalProperties":
                IsClosed = value.ValueKind == JsonValueKind.False;
                Additional = value.ValueKind == JsonValueKind.Object ? Read(value, definitions) : null;
                break;
            case "required":
                Required = Texts(value);
                break;
            case "items":
                Items = Read(value, definitions);
                break;
            case "oneOf":
                OneOf = [.. value.EnumerateArray().Select(v => Read(v, definitions))];
                break;
            case "allOf":
                foreach (var part in value.EnumerateArray())
                    Apply(part, definitions);
                break;
            case "enum":
                Values = Texts(value);
                break;
            case "const":
                Values = [value.ToString()];
                break;
            case "pattern":
                Pattern = SchemaPatterns.Find(value.GetString()!) ?? new(value.GetString()!, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
                break;
            case "minimum":
                Minimum = value.GetInt64();
                break;
            case "maximum":
                Maximum = value.GetInt64();
                break;
            case "minLength":
                MinLength = value.GetInt32();
                break;
            case "maxLength":
                MaxLength = value.GetInt32();
                break;
            case "x-shortest":
                Duration = (TimeSpan.Parse(value.GetString()!), Duration?.Longest ?? TimeSpan.MaxValue);
                break;
            case "x-longest":
                Duration = (Duration?.Shortest ?? TimeSpan.Zero, TimeSpan.Parse(value.GetString()!));
                break;
            case "writeOnly":
                IsSecret = value.GetBoolean();
                break;
            case "format":
                IsPath = value.ValueEquals("path");
                IsUri = value.ValueEquals("uri");
                IsUuid = value.ValueEquals("uuid");
                break;
            case "x-expected":
                Expected = value.GetString();
                break;
            case "x-secrets":
                Secrets = Texts(value);
                break;
            case "x-target":
                Target = Read(value, definitions);
                break;
        }
    }

    private static IReadOnlyList<string> Texts(JsonElement array) => [.. array.EnumerateArray().Select(v => v.ToString())];

    /// <summary>The document's root, and the schemas that were read where nothing but a reference to them stands, by that reference.</summary>
    private sealed record Definitions(JsonElement Root)
    {
        public Dictionary<string, SchemaNode> Known { get; } = new(StringComparer.Ordinal);
    }
}
