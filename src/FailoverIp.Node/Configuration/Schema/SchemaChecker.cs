using System.Globalization;

namespace FailoverIp.Node;

/// <summary>Walks a configuration along the schema and reports every key and value that does not fit.</summary>
internal sealed class SchemaChecker(ProblemList problems)
{
    private const int MostRemembered = 4096;
    private const int LongestRemembered = 64;

    // Values that are as they should be: in a large configuration most are there thousands of times.
    private readonly HashSet<(SchemaNode, NodeKind, string)> _good = [];

    public void Check(ConfigurationNode node, SchemaNode schema)
    {
        schema = Choose(node, schema);
        if (schema.IsObject)
            CheckObject(node, schema);
        else if (schema.IsArray)
            CheckArray(node, schema);
        else if (schema.OneOf.Count > 0)
            problems.Add(node, $"{KindOf(node)} is not {Expected(schema)}"); // of none of the types it may have
        else if (schema.Types.Count > 0 || schema.Values is not null)
            CheckValue(node, schema);
    }

    /// <summary>
    /// Of several alternatives the one that is meant: by the kind of the value, and among objects by the value of <c>Type</c>. A last
    /// alternative without a fixed <c>Type</c> takes the rest.
    /// </summary>
    public static SchemaNode Choose(ConfigurationNode node, SchemaNode schema)
    {
        if (schema.OneOf.Count == 0)
            return schema;
        var type = node["Type"]?.Text;
        SchemaNode? rest = null;
        foreach (var alternative in schema.OneOf)
        {
            if (alternative.FixedType is { } fixedType && !string.Equals(fixedType, type, StringComparison.OrdinalIgnoreCase))
                continue;
            if (!IsOfKind(node, alternative.Types))
                continue;
            if (alternative.FixedType is not null)
                return alternative;
            rest ??= alternative;
        }
        return rest ?? schema;
    }

    private static bool IsOfKind(ConfigurationNode node, IReadOnlyList<string> types) => node.Kind switch
    {
        NodeKind.Object => types.Contains("object") || (types.Contains("array") && IsNumbered(node)),
        NodeKind.Array => types.Contains("array"),
        NodeKind.String => types.Contains("string"),
        NodeKind.Untyped => types.Contains("string") || (types.Contains("integer") && IsInteger(node.Text!)) || (types.Contains("boolean") && bool.TryParse(node.Text, out _)),
        NodeKind.Number => types.Contains("integer"),
        NodeKind.Boolean => types.Contains("boolean"),
        _ => false,
    };

    /// <summary>Sources that know no arrays write them as numbered keys.</summary>
    private static bool IsNumbered(ConfigurationNode node) => node.Children.All(c => int.TryParse(c.Key, NumberStyles.None, CultureInfo.InvariantCulture, out _));

    private void CheckObject(ConfigurationNode node, SchemaNode schema)
    {
        if (node.Kind != NodeKind.Object && !(node.Kind == NodeKind.Untyped && node.IsContainer))
        {
            problems.Add(node, $"{KindOf(node)} is not an object {{ … }}");
            return;
        }
        for (var i = 0; i < node.Count; i++)
        {
            var (key, value) = node[i];
            if (schema.Properties.TryGetValue(key, out var known))
                Check(value, known);
            else if (schema.Additional is { } additional)
                Check(value, additional);
            else if (schema.IsClosed)
                AddUnknown(node, key, value, schema.Properties.Keys);
        }
        for (var i = 0; i < schema.Required.Count; i++)
        {
            if (node[schema.Required[i]] is null)
                problems.Add(node.Location, $"{node.ChildPath(schema.Required[i])} is missing", node.ChildPath(schema.Required[i]));
        }
    }

    /// <summary>Reports a key that is not known, with the nearest one that is.</summary>
    private void AddUnknown(ConfigurationNode parent, string key, ConfigurationNode value, IEnumerable<string> known)
    {
        if (problems.IsFull)
            return;
        var at = parent.Path.Length == 0 ? "" : $"{parent.Path}: ";
        problems.Add(value.Location, $"{at}unknown key \"{Shown(key)}\"; did you mean \"{NearestKey.Find(key, known)}\"?", value.Path);
    }

    private void CheckArray(ConfigurationNode node, SchemaNode schema)
    {
        if (!node.IsContainer || (node.Kind == NodeKind.Object && !IsNumbered(node)))
        {
            problems.Add(node, $"{KindOf(node)} is not a list [ … ]");
            return;
        }
        for (var i = 0; schema.Items is { } items && i < node.Count; i++)
            Check(node[i].Value, items);
    }

    private void CheckValue(ConfigurationNode node, SchemaNode schema)
    {
        var known = (schema, node.Kind, node.Text ?? "");
        if (_good.Contains(known))
            return;
        var problem = ValueProblem(node, schema);
        if (problem is not null)
            problems.Add(node, problem);
        else if (schema.IsUuid && !Guid.TryParse(node.Text, out _))
            problems.Add(node, $"{Found(node, schema)} is not a UUID", isWarning: true);
        else if (node.Text is { Length: <= LongestRemembered } && _good.Count < MostRemembered)
            _good.Add(known);
    }

    private static string? ValueProblem(ConfigurationNode node, SchemaNode schema)
    {
        var text = node.Text;
        if (text is null || (node.Kind == NodeKind.Object) || !HasType(node, schema))
            return $"{Found(node, schema)} is not {Expected(schema)}";
        if (schema.Values is { } values && !values.Contains(text, StringComparer.OrdinalIgnoreCase))
            return $"{Found(node, schema)} is not {Expected(schema)}";
        if (text.Length < schema.MinLength || text.Length > schema.MaxLength || schema.Pattern?.IsMatch(text) == false
            || (schema.IsUri && !Uri.TryCreate(text, UriKind.Absolute, out _)))
            return $"{Found(node, schema)} is not {Expected(schema)}";
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && (number < schema.Minimum || number > schema.Maximum))
            return schema.Maximum is { } max ? $"{number} is not between {schema.Minimum ?? long.MinValue} and {max}" : $"{number} is less than {schema.Minimum}";
        if (schema.Duration is not { } bounds)
            return null;
        if (!TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var duration))
            return $"{Found(node, schema)} is not {Expected(schema)}";
        return duration < bounds.Shortest || duration > bounds.Longest ? $"{text} is not between {bounds.Shortest} and {bounds.Longest}" : null;
    }

    private static bool HasType(ConfigurationNode node, SchemaNode schema)
    {
        if (schema.Types.Count == 0)
            return node.Kind is NodeKind.String or NodeKind.Untyped || (node.Kind == NodeKind.Number && schema.Values!.All(v => IsInteger(v)));
        return schema.Types.Any(type => type switch
        {
            "string" => node.Kind is NodeKind.String or NodeKind.Untyped,
            "integer" => node.Kind is NodeKind.Number or NodeKind.Untyped && IsInteger(node.Text!),
            "boolean" => node.Kind == NodeKind.Boolean || (node.Kind == NodeKind.Untyped && bool.TryParse(node.Text, out _)),
            _ => false,
        });
    }

    private static bool IsInteger(string text) => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _);

    /// <summary>What stands there in place of an object or a list. Its text is not shown: it may be a secret one level too high.</summary>
    private static string KindOf(ConfigurationNode node) => node.Kind switch
    {
        NodeKind.Object => "an object",
        NodeKind.Array => "a list",
        NodeKind.Null => "null",
        NodeKind.Number => "a number",
        NodeKind.Boolean => "true or false",
        _ => "a text",
    };

    /// <summary>What stands there, for a message; never a secret, and never more than a line.</summary>
    private static string Found(ConfigurationNode node, SchemaNode schema) => node switch
    {
        { Text: null } => KindOf(node),
        { Text: var text } when schema.IsSecret => text.Length == 0 ? "an empty value" : "the value",
        { Kind: NodeKind.Number or NodeKind.Boolean } => Shown(node.Text!),
        _ => $"\"{Shown(node.Text!)}\"",
    };

    /// <summary>A text as one line of bounded length.</summary>
    public static string Shown(string text)
    {
        var line = string.Concat(text.Select(c => char.IsControl(c) ? '·' : c));
        return line.Length <= 80 ? line : line[..77] + "…";
    }

    private static string Expected(SchemaNode schema) => schema switch
    {
        { Expected: { } words } => words,
        { Values: { } values } => values.Count == 1 ? values[0] : "one of " + string.Join(", ", values),
        { Types: ["integer"], Minimum: { } min, Maximum: { } max } => $"a whole number between {min} and {max}",
        { Types: ["integer"] } => "a whole number",
        { Types: ["boolean"] } => "true or false",
        _ when schema.MinLength > 0 => "a text that is not empty",
        _ => "a text",
    };
}
