using System.Globalization;

namespace FailoverIp.Node;

/// <summary>The block <c>auth_hmac</c> of keepalived 2.4.2 and later.</summary>
internal static class HmacWords
{
    public static void AddTo(ConfBlock block, ConfContext context, Func<ConfInstance> instance) => block.Add(
        "auth_hmac",
        line =>
        {
            InstanceNewer.Tell(line, context, null);
            instance().Authentication.Hmac = new(line.Location);
        },
        new ConfBlock
        {
            ["key"] = line =>
            {
                if (context.Integer(line, 1, 1, 255, isLenient: false) is { } id)
                    instance().Authentication.Hmac!.Keys.Add(new((id, line[2]), line.Location));
            },
            ["active_key"] = line => Set(instance(), "ActiveKey", line, context.Integer(line, 1, 1, 255, isLenient: false)?.ToString(CultureInfo.InvariantCulture)),
            ["anti_replay"] = line => Set(instance(), "AntiReplay", line, Word(line, context, ("time", "Time"), ("monotonic", "Monotonic"))),
            ["time_window"] = line => Set(instance(), "TimeWindow", line, context.Integer(line, 1, 1, 300) is { } seconds ? TimeSpan.FromSeconds(seconds).ToString("c", CultureInfo.InvariantCulture) : null),
            ["mode"] = line => Set(instance(), "Mode", line, Word(line, context, ("enforce", "Enforce"), ("permissive", "Permissive"), ("receive-only", "ReceiveOnly"))),
        });

    private static void Set(ConfInstance instance, string key, ConfLine line, string? value)
    {
        if (value is not null)
            instance.Authentication.Hmac!.Values[key] = new(value, line.Location);
    }

    private static string? Word(ConfLine line, ConfContext context, params (string Word, string Key)[] known)
    {
        foreach (var (word, key) in known)
        {
            if (word == line[1])
                return key;
        }
        context.Complain($"{line.Keyword} is {string.Join(" or ", known.Select(k => k.Word))}, not '{SchemaChecker.Shown(line[1])}'");
        return null;
    }
}

/// <summary>The keys of an instance, and how they are used.</summary>
internal sealed class ConfHmac(NodeLocation at)
{
    public NodeLocation At => at;

    /// <summary>Numbers and keys: <c>hex:</c>, <c>file:</c> or ASCII.</summary>
    public List<Given<(long Id, string Key)>> Keys { get; } = [];

    public Dictionary<string, Given<string>> Values { get; } = new(StringComparer.Ordinal);

    public void Write(ConfigurationNode instance)
    {
        var node = instance.Object("Authentication", At);
        node.Text("Type", "Hmac", At);
        foreach (var key in Keys)
        {
            var entry = node.List("Keys", key.At).AddObject(key.At);
            entry.Number("Id", key.Value.Id, key.At);
            var isFile = key.Value.Key.StartsWith("file:", StringComparison.Ordinal);
            entry.Text(isFile ? "KeyFile" : "Key", isFile ? key.Value.Key[5..] : key.Value.Key, key.At);
        }
        foreach (var (name, value) in Values)
        {
            if (name == "ActiveKey")
                node.Number(name, long.Parse(value.Value, CultureInfo.InvariantCulture), value.At);
            else
                node.Text(name, value.Value, value.At);
        }
    }
}
