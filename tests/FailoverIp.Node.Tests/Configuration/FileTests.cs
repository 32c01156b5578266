namespace FailoverIp.Node.Tests;

public class FileTests
{
    private static NodeConfiguration Load(string path) => NodeConfiguration.Load(path, new() { Environment = Configurations.NoEnvironment });

    [Fact]
    public void A_file_that_is_not_there_is_one_line() => Refused("nowhere.json", _ => { }, "does not exist");

    [Fact]
    public void A_directory_is_one_line() => Refused("d", path => Directory.CreateDirectory(path), "is a directory");

    [Fact]
    public void A_binary_file_is_one_line() => Refused("b.json", path => File.WriteAllBytes(path, [0x7F, (byte)'E', (byte)'L', (byte)'F', 0, 1]), "is not a text file (UTF-8)");

    [Fact]
    public void A_text_of_another_encoding_is_one_line() => Refused("l.json", path => File.WriteAllBytes(path, "{ \"a\": \"\xFC\" }"u8.ToArray()[..^1].Append((byte)0xFF).ToArray()), "is not a text file (UTF-8)");

    [Fact]
    public void A_huge_file_is_one_line() => Refused("h.json", path =>
    {
        using var file = File.Create(path);
        file.SetLength(100L * 1024 * 1024);
    }, "is larger than 16 MiB");

    [Theory]
    [InlineData("", 1, "malformed JSON: ")]
    [InlineData("{\n\"FailoverIp\": {\n\"Node\": \n}", 4, "malformed JSON: ")]
    [InlineData("{\n\"FailoverIp\": {\n\n\"Node\": \"s1\"", 4, "malformed JSON: ")]
    [InlineData("{ \"FailoverIp\": {} }\n}", 2, "malformed JSON: ")]
    [InlineData("{\n\"FailoverIp\": { \"Node\": \"\\ud800\" } }", 2, "malformed JSON: a string holds an invalid escape")]
    [InlineData("[]", 1, "the document is not an object { \"FailoverIp\": { … } }")]
    [InlineData("{ }", 1, "the section \"FailoverIp\" is missing")]
    [InlineData("{\n \"FailoverIp\": 5 }", 2, "a number is not an object { … }")]
    public void A_document_that_cannot_be_used_is_one_line(string json, int line, string start)
    {
        var problem = Configurations.Load(json).Problems.ShouldHaveSingleItem();
        (problem.Line, problem.IsWarning).ShouldBe((line, false));
        problem.Message.ShouldStartWith(start);
        problem.Message.ShouldNotContain("Utf8JsonReader");
        problem.Message.ShouldNotContain("BytePositionInLine");
        problem.Message.ShouldNotContain("\n");
    }

    [Fact]
    public void A_document_nested_without_end_is_one_line() =>
        Configurations.Load(string.Concat(Enumerable.Repeat("{\"FailoverIp\":", 100_000))).Problems.ShouldHaveSingleItem().Message.ShouldStartWith("malformed JSON: ");

    [Fact]
    public void A_file_of_nothing_but_problems_is_told_in_bounded_time_and_length()
    {
        var keys = string.Join(",\n", Enumerable.Range(0, 300_000).Select(i => $"\"k{i}\": {i}"));

        var problems = Configurations.Load($"{{ \"FailoverIp\": {{ \"Addresses\": {{\n{keys}\n}}, \"Vrrp\": {{ {keys} }} }} }}").Problems;

        problems.Count.ShouldBe(1000);
        problems[^1].Message.ShouldBe("there are more problems than the first 999");
    }

    [Fact]
    public void A_byte_order_mark_comments_and_trailing_commas_are_no_problem()
    {
        using var folder = new TempFolder();
        File.WriteAllBytes(folder["f.json"], [0xEF, 0xBB, 0xBF, .. "// c\n{ /* c */ \"failoverip\": { \"node\": \"s9\", }, }"u8]);

        var configuration = Load(folder["f.json"]);

        configuration.Lines().ShouldBeEmpty();
        configuration.Options!.Name.ShouldBe("s9");
        configuration.Section["Node"].ShouldBe("s9");
    }

    [Fact]
    public void A_node_without_a_name_has_the_host_s() => Configurations.Load("{ \"FailoverIp\": {} }").Options!.Name.ShouldBe(Environment.MachineName);

    private static void Refused(string name, Action<string> make, string reason)
    {
        using var folder = new TempFolder();
        make(folder[name]);

        var configuration = Load(folder[name]);

        configuration.Lines().ShouldBe([$"{name}: {reason}"]);
        (configuration.IsReadable, configuration.IsValid).ShouldBe((false, false));
        configuration.Section.GetChildren().ShouldBeEmpty();
    }
}
