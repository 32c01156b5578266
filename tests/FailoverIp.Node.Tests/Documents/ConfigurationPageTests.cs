using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using FailoverIp.Vrrp;

namespace FailoverIp.Node.Tests;

/// <summary>docs/configuration.md has every key and every field that there is, and no other.</summary>
public partial class ConfigurationPageTests
{
    private static readonly MarkdownPage Page = MarkdownPage.Read("docs/configuration.md");

    // They have pages of their own, or the schema alone.
    private static readonly string[] Elsewhere = ["Providers", "VirtualServers"];

    // Written like the same keys in another place, where the page has them.
    private static readonly string[] AsElsewhere = ["Vrrp.Instances.NAME.ExcludedAddresses", "Vrrp.Garp", "Vrrp.SyncGroups.NAME.Track"];

    private static readonly Dictionary<string, SchemaNode> Keys = KeysOf(ConfigurationSchema.Section, "").ToDictionary(k => k.Path, k => k.Schema, StringComparer.Ordinal);

    private static readonly List<(string Path, string Row)> Documented =
        [.. Page.Rows.Where(r => !r.Path.StartsWith("status", StringComparison.Ordinal)).Select(r => (r.Path == NodeConfiguration.SectionName ? r.Name : $"{r.Path}.{r.Name}", r.Row))];

    [Fact]
    public void Every_key_of_the_configuration_is_there_once_and_no_other()
    {
        Keys.Count.ShouldBeGreaterThan(120);
        Keys.Keys.Except(Documented.Select(d => d.Path), StringComparer.Ordinal).ShouldBeEmpty("not in the page");
        Documented.Select(d => d.Path).Except(Keys.Keys, StringComparer.Ordinal).ShouldBeEmpty("only in the page");
        Documented.GroupBy(d => d.Path, StringComparer.Ordinal).Where(g => g.Count() > 1).Select(g => g.Key).ShouldBeEmpty("twice in the page");
    }

    [Fact]
    public void Every_key_of_an_election_that_is_read_is_there_and_every_one_that_is_there_is_read()
    {
        var read = new[] { "Vrrp", "Trackers", "Notify" }.SelectMany(folder => Directory.EnumerateFiles(MarkdownPage.PathOf($"src/FailoverIp.Node/Configuration/{folder}"), "*.cs"))
            .SelectMany(file => Literal().Matches(File.ReadAllText(file))).Select(m => m.Value.Trim('"')).ToHashSet(StringComparer.Ordinal);
        WordList[] words = [VirtualAddressReader.Known, VirtualRouteReader.Known, VirtualRouteReader.NextHop, VirtualRuleReader.Known];
        // A secret is read as X, whether it stands there as X or as XFile.
        bool IsRead(string key) => read.Contains(key) || words.Any(w => w.FindKey(key) is not null) || (key.EndsWith("File", StringComparison.Ordinal) && read.Contains(key[..^4]));

        var documented = Documented.Select(d => d.Path).Where(p => p.StartsWith("Vrrp.", StringComparison.Ordinal)).Select(p => p[(p.LastIndexOf('.') + 1)..]).ToHashSet(StringComparer.Ordinal);

        documented.Where(k => !IsRead(k)).ShouldBeEmpty("nobody reads it");
        var keys = Directory.EnumerateFiles(MarkdownPage.PathOf("src/FailoverIp.Node/Configuration/Vrrp"), "*Reader.cs").Append(MarkdownPage.PathOf("src/FailoverIp.Node/Configuration/Trackers/TrackerReader.cs"))
            .SelectMany(file => Key().Matches(File.ReadAllText(file))).Select(m => m.Groups["key"].Value).ToHashSet(StringComparer.Ordinal);
        keys.Count.ShouldBeGreaterThan(60);
        keys.Except(documented, StringComparer.Ordinal).ShouldBeEmpty("not in the page");
    }

    [Fact]
    public void Ranges_of_numbers_and_words_are_those_of_the_schema()
    {
        var wrong = new List<string>();
        foreach (var (path, row) in Documented)
        {
            var schema = Keys[path];
            string[] expected = schema switch
            {
                { Values: { } values } => [.. values.Select(v => $"`{v}`")],
                { Types: ["integer"], Minimum: { } least, Maximum: { } most } => [string.Create(CultureInfo.InvariantCulture, $"{least} to {most}")],
                _ => [],
            };
            wrong.AddRange(expected.Where(e => !row.Contains(e, StringComparison.Ordinal)).Select(e => $"{path}: {e}"));
        }
        wrong.ShouldBeEmpty();
    }

    [Fact]
    public void A_key_that_has_to_be_there_has_no_default()
    {
        var required = Keys.SelectMany(k => k.Value.Required.Select(r => $"{k.Key}.{r}"))
            .Concat(Keys.Where(k => k.Value.Items is not null).SelectMany(k => Objects(k.Value.Items!).SelectMany(o => o.Required).Select(r => $"{k.Key}[].{r}")))
            .Concat(Keys.Where(k => k.Value.Additional is not null).SelectMany(k => Objects(k.Value.Additional!).SelectMany(o => o.Required).Select(r => $"{k.Key}.NAME.{r}")))
            .Where(p => Keys.ContainsKey(p)).ToList();

        required.Count.ShouldBeGreaterThan(8);
        Documented.Where(d => required.Contains(d.Path) && !d.Row.Contains("| – ", StringComparison.Ordinal)).Select(d => d.Path).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Vrrp.Instances.NAME.VirtualAddresses[]")]
    [InlineData("Vrrp.Instances.NAME.VirtualRoutes[]")]
    [InlineData("Vrrp.Instances.NAME.VirtualRules[]")]
    public void Every_word_of_a_text_is_there_and_no_other(string path)
    {
        WordList[] lists = path switch
        {
            "Vrrp.Instances.NAME.VirtualAddresses[]" => [VirtualAddressReader.Known],
            "Vrrp.Instances.NAME.VirtualRoutes[]" => [VirtualRouteReader.Known, VirtualRouteReader.NextHop],
            _ => [VirtualRuleReader.Known],
        };
        var known = lists.SelectMany(l => (string[])[.. l.Values, .. l.Flags, .. l.Aliases.Keys]).ToHashSet(StringComparer.Ordinal);

        var written = Page.Rows.Where(r => r.Path == path).SelectMany(r => r.Row.Split('|')[5].Split('`').Where((_, i) => i % 2 == 1)).ToHashSet(StringComparer.Ordinal);

        foreach (var subject in lists.Select(l => l.Subject).OfType<string>().Concat(["nexthop"]))
            written.Remove(subject);
        written.Order(StringComparer.Ordinal).ShouldBe(known.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_field_of_the_status_is_there_and_no_other()
    {
        var written = Page.Rows.Where(r => r.Path.StartsWith("status", StringComparison.Ordinal)).Select(r => $"{r.Path}.{r.Name}").ToList();
        var fields = FieldsOf(typeof(NodeStatus), "status").ToList();

        fields.Count.ShouldBeGreaterThan(60);
        fields.Except(written, StringComparer.Ordinal).ShouldBeEmpty("not in the page");
        written.Except(fields, StringComparer.Ordinal).ShouldBeEmpty("only in the page");
        written.Count.ShouldBe(fields.Count);
    }

    private static IEnumerable<(string Path, SchemaNode Schema)> KeysOf(SchemaNode schema, string path)
    {
        var prefix = path.Length == 0 ? "" : path + ".";
        foreach (var (key, value) in schema.Properties)
        {
            var whole = prefix + key;
            if (IsCommand(value))
                yield return (whole, value);
            else if (Elsewhere.Contains(whole, StringComparer.Ordinal) || Array.Exists(AsElsewhere, e => whole == e || (e.EndsWith("Track", StringComparison.Ordinal) && whole.StartsWith(e, StringComparison.Ordinal))))
                yield return (whole, SchemaNode.Load("{}"u8.ToArray()));
            else
                foreach (var found in KeysOf(value, whole).Prepend((whole, value)))
                    yield return found;
        }
        foreach (var child in schema.OneOf.Where(s => s.Types is ["object"] or ["array"]).SelectMany(s => KeysOf(s, path))
            .Concat(schema.Additional is { } additional ? KeysOf(additional, prefix + "NAME") : [])
            .Concat(schema.Items is { } items ? KeysOf(items, path + "[]") : []))
            yield return child;
    }

    // A command, or a FIFO, in its three ways: what its object holds is told once, before the table.
    private static bool IsCommand(SchemaNode schema) => schema.OneOf.Any(s => s.Required is ["Command"] or ["Path"]);

    private static IEnumerable<SchemaNode> Objects(SchemaNode schema) => schema.OneOf.Prepend(schema);

    private static IEnumerable<string> FieldsOf(Type type, string path)
    {
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
        {
            var name = $"{path}.{JsonNamingPolicy.CamelCase.ConvertName(property.Name)}";
            yield return name;
            var (inner, brackets) = Element(property.PropertyType);
            var below = name.EndsWith(".discarded", StringComparison.Ordinal)
                ? Enum.GetNames<VrrpDiscardReason>().Where(r => r != nameof(VrrpDiscardReason.None)).Select(r => $"{name}.{JsonNamingPolicy.CamelCase.ConvertName(r)}")
                : inner.Namespace == typeof(NodeStatus).Namespace && inner.IsClass ? FieldsOf(inner, name + brackets) : [];
            foreach (var field in below)
                yield return field;
        }
    }

    private static (Type Type, string Brackets) Element(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type.IsGenericType && type.GetGenericArguments() is [var only] ? (only, "[]") : (type, "");
    }

    [GeneratedRegex(@"\[""(?<key>[A-Z]\w*)""\]", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Key();

    [GeneratedRegex("\"[A-Z]\\w*\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Literal();
}
