using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace FailoverIp.Node;

/// <summary>Reads JSON with comments and trailing commas into nodes that know their lines.</summary>
internal static partial class JsonTree
{
    private static readonly JsonReaderOptions Options = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>
    /// The document's root; null where it is malformed, with the problem added. Paths begin anew below the key <paramref name="section"/> of
    /// the root.
    /// </summary>
    public static ConfigurationNode? Read(ReadOnlySpan<byte> json, string file, string section, ProblemList problems)
    {
        var reader = new Reader(json, file, section, problems);
        try
        {
            return reader.ReadDocument();
        }
        catch (JsonException e)
        {
            problems.Add(new NodeLocation(file, (int)(e.LineNumber ?? 0) + 1), $"malformed JSON: {Clean(e.Message)}");
            return null;
        }
    }

    /// <summary>
    /// The reader's message without its position, its advice to programmers, and any piece of the text longer than a character, which may
    /// be a part of a secret that was written without quotes.
    /// </summary>
    private static string Clean(string message)
    {
        var end = message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        var text = (end < 0 ? message : message[..end]).Trim();
        text = Advice().Replace(text, "");
        text = Quoted().Replace(text, m => m.Value is "'true'" or "'false'" or "'null'" ? m.Value : "'…'");
        text = text.ReplaceLineEndings(" ").TrimEnd('.', ' ');
        return text.Length > 0 ? char.ToLowerInvariant(text[0]) + text[1..] : "unexpected end";
    }

    [GeneratedRegex(@"\s*Change the reader options[^.]*\.", RegexOptions.None, 1000)]
    private static partial Regex Advice();

    [GeneratedRegex("'[^']{2,}'", RegexOptions.None, 1000)]
    private static partial Regex Quoted();

    private ref struct Reader(ReadOnlySpan<byte> json, string file, string section, ProblemList problems)
    {
        private readonly ReadOnlySpan<byte> _json = json;
        private Utf8JsonReader _reader = new(json, Options);
        private readonly WordPool _known = new();
        private int _counted;
        private int _line = 1;

        public ConfigurationNode ReadDocument()
        {
            _reader.Read();
            var root = Begin(Here(), null, "");
            Fill(root);
            _reader.Read(); // anything after the document is malformed
            return root;
        }

        /// <summary>The value that begins here, so far without what it holds. The paths of the section's keys begin anew.</summary>
        private ConfigurationNode Begin(NodeLocation location, ConfigurationNode? parent, string key)
        {
            var (kind, text) = _reader.TokenType switch
            {
                JsonTokenType.StartObject => (NodeKind.Object, (string?)null),
                JsonTokenType.StartArray => (NodeKind.Array, null),
                JsonTokenType.String => (NodeKind.String, ReadText(location)),
                JsonTokenType.Number => (NodeKind.Number, ReadNumber()),
                JsonTokenType.True => (NodeKind.Boolean, "true"),
                JsonTokenType.False => (NodeKind.Boolean, "false"),
                _ => (NodeKind.Null, null),
            };
            return parent is null || IsSection(key) ? new(kind, location, "", text) : new(parent, key, kind, location, text);
        }

        private void Fill(ConfigurationNode node)
        {
            if (node.Kind == NodeKind.Object)
                FillObject(node);
            else if (node.Kind == NodeKind.Array)
                FillArray(node);
        }

        private void FillObject(ConfigurationNode node)
        {
            while (_reader.Read() && _reader.TokenType != JsonTokenType.EndObject)
            {
                var at = Here();
                var key = ReadText(at);
                _reader.Read();
                // A key's location is where it is written; its value may begin lines later.
                var value = Begin(at, node, key);
                Fill(value);
                if (key.Length == 0 || (key.Contains(':', StringComparison.Ordinal) && !MayHoldColon(node.Path)))
                    problems.Add(at, $"{Describe(node.Path)}a key may not be empty or contain ':'", value.Path);
                else if (node[key] is { } first)
                    problems.Add(at, $"{Describe(node.Path)}the key \"{key}\" is there twice (first in line {first.Location.Line})", value.Path);
                else
                    node.Set(key, value);
            }
        }

        private void FillArray(ConfigurationNode node)
        {
            while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
            {
                var element = Begin(Here(), node, node.NextKey);
                Fill(element);
                node.Set(node.NextKey, element);
            }
        }

        private readonly bool IsSection(string key) => _reader.CurrentDepth <= 1 && string.Equals(key, section, StringComparison.OrdinalIgnoreCase);

        private string ReadText(NodeLocation location)
        {
            try
            {
                if (_reader.ValueSpan.Length > WordPool.Longest)
                    return _reader.GetString()!;
                Span<char> text = stackalloc char[WordPool.Longest];
                return _known.Of(text[.._reader.CopyString(text)]);
            }
            catch (InvalidOperationException) // half a surrogate pair, written as an escape
            {
                problems.Add(location, "malformed JSON: a string holds an invalid escape");
                return "\uFFFD";
            }
        }

        // keepalived's names go to scripts as they are, and nobody reads this part by the paths of Microsoft.Extensions.Configuration, whose separator it is.
        private static bool MayHoldColon(string path) => path.StartsWith("Vrrp.", StringComparison.OrdinalIgnoreCase);

        private readonly string ReadNumber()
        {
            if (_reader.ValueSpan.Length > WordPool.Longest)
                return Encoding.UTF8.GetString(_reader.ValueSpan);
            Span<char> text = stackalloc char[WordPool.Longest];
            return _known.Of(text[..Encoding.UTF8.GetChars(_reader.ValueSpan, text)]);
        }

        private static string Describe(string path) => path.Length == 0 ? "" : $"{path}: ";

        /// <summary>Where the current token begins. Lines are counted once, from the token before.</summary>
        private NodeLocation Here()
        {
            var start = (int)_reader.TokenStartIndex;
            _line += _json[_counted..start].Count((byte)'\n');
            _counted = start;
            return new(file, _line);
        }
    }
}
