namespace FailoverIp.Cli.Tests;

public class RootCommandTests
{
    [Fact]
    public void Of_the_commands_only_the_one_that_is_asked_for_is_made()
    {
        foreach (var command in RootCommandFactory.Create().Subcommands)
            RootCommandFactory.CreateFor([command.Name, "--help"]).Subcommands.ShouldHaveSingleItem().Name.ShouldBe(command.Name);
    }

    [Theory]
    [InlineData]
    [InlineData("--help")]
    [InlineData("--verbose", "run")]
    [InlineData("rum")]
    public void Without_one_at_the_beginning_there_are_all(params string[] arguments) =>
        RootCommandFactory.CreateFor(arguments).Subcommands.Count.ShouldBe(RootCommandFactory.Create().Subcommands.Count);
}
