using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;

namespace FailoverIp.Node.Tests;

public class SchemaTests
{
    [Fact]
    public void The_schema_ships_beside_the_assembly_as_it_is_embedded() =>
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, ConfigurationSchema.FileName)).ShouldBe(ConfigurationSchema.ReadText());

    [Theory]
    [InlineData("{ \"type\": \"string\", \"exclusiveMinimum\": 3 }")]
    [InlineData("{ \"properties\": { \"a\": { \"anyOf\": [] } } }")]
    [InlineData("{ \"$ref\": \"other.json\" }")]
    public void A_schema_with_a_word_that_is_not_understood_does_not_load(string schema) =>
        Should.Throw<InvalidDataException>(() => SchemaNode.Load(Encoding.UTF8.GetBytes(schema)));

    [Fact]
    public void Every_pattern_of_the_schema_is_compiled_with_the_program()
    {
        using var schema = JsonDocument.Parse(ConfigurationSchema.ReadText());
        var patterns = Patterns(schema.RootElement).Distinct().ToList();

        patterns.Count.ShouldBeGreaterThan(10);
        foreach (var pattern in patterns)
            SchemaPatterns.Find(pattern).ShouldNotBeNull(pattern).ToString().ShouldBe(pattern);
    }

    private static IEnumerable<string> Patterns(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().SelectMany(p => p is { Name: "pattern", Value.ValueKind: JsonValueKind.String } ? [p.Value.GetString()!] : Patterns(p.Value)),
        JsonValueKind.Array => value.EnumerateArray().SelectMany(Patterns),
        _ => [],
    };

    [Fact]
    public void The_nearest_key_of_a_known_one_is_itself()
    {
        var keys = ConfigurationSchema.Section.Properties["Vrrp"].Properties["Instances"].Additional!.Properties.Keys.ToList();
        keys.Count.ShouldBeGreaterThan(25);
        foreach (var key in keys)
            NearestKey.Find(key.ToUpperInvariant(), keys).ShouldBe(key);
    }

    [Fact]
    public void The_distance_of_words_is_a_metric()
    {
        Prop.ForAll(Short, Short, (a, b) =>
        {
            var d = NearestKey.Distance(a, b);
            return d == NearestKey.Distance(b, a) && (d == 0) == (a == b) && d <= Math.Max(a.Length, b.Length) && d >= Math.Abs(a.Length - b.Length);
        }).QuickCheckThrowOnFailure();
        NearestKey.Distance("priority", "pritority").ShouldBe(1);
        NearestKey.Distance("priority", "pirority").ShouldBe(1);
        NearestKey.Distance("priority", "port").ShouldBe(4);
    }

    [Fact]
    public void A_damaged_file_never_throws_and_every_problem_is_one_line()
    {
        var valid = Encoding.UTF8.GetBytes(Configurations.Valid);
        Prop.ForAll(ArbMap.Default.ArbFor<(int At, byte Value, int Cut)[]>(), damage =>
        {
            var bytes = valid.ToArray();
            foreach (var (at, value, cut) in damage)
            {
                bytes[(int)((uint)at % bytes.Length)] = value;
                if (cut % 7 == 0)
                    bytes = bytes[..^Math.Min(bytes.Length - 1, Math.Abs(cut % 100))];
            }
            return LoadBytes(bytes).Problems.All(p => p.ToString().All(c => !char.IsControl(c)));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));
    }

    [Fact]
    public void A_key_is_reported_on_the_line_it_is_written_on_whatever_stands_around_it()
    {
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), noise =>
        {
            var text = new StringBuilder();
            foreach (var b in noise)
                text.Append((b % 5) switch { 0 => "\n", 1 => "// {\"x\":1}\n", 2 => "/* \n \n */", 3 => "\r\n", _ => " \t" });
            var line = text.ToString().Count(c => c == '\n') + 2;
            return Configurations.Load($"{{{text}\n\"FailoverIp\": {{ \"Nope\": [ 1,\n 2 ] }} }}").Problems.Single().Line == line;
        }).QuickCheckThrowOnFailure();
    }

    private static Arbitrary<string> Short => Gen.Elements("abcd".ToCharArray()).ArrayOf().Select(c => new string(c)).ToArbitrary();

    private static NodeConfiguration LoadBytes(byte[] bytes)
    {
        using var folder = new TempFolder();
        File.WriteAllBytes(folder["f.json"], bytes);
        return NodeConfiguration.Load(folder["f.json"], new() { Environment = Configurations.NoEnvironment });
    }
}
