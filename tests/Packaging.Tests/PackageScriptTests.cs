using System.Text.RegularExpressions;
using FailoverIp.Packaging.Tests.Support;

namespace FailoverIp.Packaging.Tests;

/// <summary><c>./package</c>, before it builds anything; and what it takes along.</summary>
public partial class PackageScriptTests
{
    [Fact]
    public async Task It_has_help_with_examples() =>
        (await Command.RunAsync(Repository.PathOf("package"), "--help")).ShouldSucceed().Output.ShouldContain("./package --only deb");

    [Theory]
    [InlineData("'--wrong' is not an option", "--wrong")]
    [InlineData("'rpm' is no kind of package", "--only", "nuget,rpm")]
    [InlineData("'win-x64' is no runtime", "--runtime", "win-x64")]
    [InlineData("'x' is no version", "--version", "x")]
    [InlineData("--version needs a value", "--version")]
    [InlineData("--no-build has the version that was built", "--no-build", "--version", "99.0.0")]
    public async Task Wrong_use_is_one_line_and_2(string message, params string[] arguments)
    {
        var result = await Command.RunAsync(Repository.PathOf("package"), arguments);

        result.Status.ShouldBe(2);
        result.Errors.ShouldStartWith($"package: {message}");
        result.Errors.TrimEnd().Split('\n').Length.ShouldBe(1);
    }

    [Fact]
    public async Task The_manual_page_has_every_command()
    {
        var help = (await Command.RunAsync("dotnet", Tool, "--help")).ShouldSucceed().Output;
        var page = await File.ReadAllTextAsync(Repository.PathOf("packaging/man/failoverip.8"));

        var commands = CommandLine().Matches(help[help.IndexOf("Commands:", StringComparison.Ordinal)..]).Select(m => m.Groups[1].Value).ToList();
        commands.Count.ShouldBeGreaterThan(8);
        foreach (var command in commands)
            page.ShouldMatch($@"(?m)^\.BR? ""?{command}\b");
    }

    [Fact]
    public async Task The_example_is_a_configuration_that_lacks_its_secrets_alone()
    {
        var result = await Command.RunAsync("dotnet", Tool, "validate", "-c", Repository.PathOf("packaging/failoverip.json.example"));

        foreach (var line in $"{result.Output}{result.Errors}".Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(l => l.Contains(".example:", StringComparison.Ordinal)))
            line.ShouldMatch("TokenFile|PasswordFile");
    }

    private static string Tool => Path.Combine(Repository.Root, "artifacts", "bin", "FailoverIp.Cli", new DirectoryInfo(AppContext.BaseDirectory).Name, "failoverip.dll");

    [GeneratedRegex(@"(?m)^  ([a-z]+)\b", RegexOptions.None, 1000)]
    private static partial Regex CommandLine();
}
