using FailoverIp.Lvs.Tests.State;
using static FailoverIp.Lvs.Tests.Samples;

namespace FailoverIp.Lvs.Tests.Checks.Files;

/// <summary>What a file adds to the weight, as keepalived 2.2.7 sets it.</summary>
public class WeightChangeTests
{
    private readonly ServiceBench _bench = new(Service(Server(1, 10, new SampleCheck("file"), new SampleCheck("command"))));
    private readonly List<ServiceChange> _changes = [];

    [Theory]
    [InlineData(5, "10.0.0.1 w15")]
    [InlineData(-3, "10.0.0.1 w7")]
    [InlineData(-300, "10.0.0.1 w0")]
    [InlineData(int.MaxValue, "10.0.0.1 w2147483647")]
    public void It_is_added_to_the_configured_weight(int change, string table)
    {
        Word(0, new(true, null, null, change));
        _bench.Table.ShouldBe([table]);
        Word(0, new(true, null, null, 0));
        _bench.Table.ShouldBe(["10.0.0.1 w10"]);
    }

    [Fact]
    public void It_is_added_to_the_weight_of_a_command_too()
    {
        Word(0, new(true, null, null, 5));
        Word(1, new(true, null, 20));
        _bench.Table.ShouldBe(["10.0.0.1 w25"]);
    }

    [Fact]
    public void After_a_failure_the_last_one_stands_until_there_is_another()
    {
        Word(0, new(true, null, null, 5));
        Word(0, new(false, "not a number", null));
        Word(1, new(true, null, null));
        _bench.Table.ShouldBeEmpty();
        Word(0, new(true, null, null, 6));
        _bench.Table.ShouldBe(["10.0.0.1 w16"]);
    }

    private void Word(int check, CheckState state) => _bench.State.OnCheck(0, check, state, _changes);
}
