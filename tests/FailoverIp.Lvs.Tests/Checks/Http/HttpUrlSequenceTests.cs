using FailoverIp.Lvs.Http;

namespace FailoverIp.Lvs.Tests.Checks.Http;

public class HttpUrlSequenceTests
{
    [Fact]
    public void The_first_probe_asks_for_all()
    {
        var sequence = new HttpUrlSequence(3, 0, fast: false);
        sequence.Passed().ShouldBeTrue();
        sequence.Passed().ShouldBeTrue();
        sequence.Passed().ShouldBeFalse();
        sequence.ToPass.ShouldBe(0);
    }

    [Fact]
    public void In_service_the_URLs_take_turns()
    {
        var sequence = InService(3, 0);
        var asked = new List<int>();
        for (var i = 0; i < 7; i++)
        {
            asked.Add(sequence.Current);
            sequence.Passed().ShouldBeFalse();
        }
        asked.ShouldBe([0, 1, 2, 0, 1, 2, 0]);
    }

    [Fact]
    public void A_failure_that_is_forgiven_changes_nothing()
    {
        var sequence = InService(3, retry: 2);
        sequence.Passed();
        sequence.Failed();
        sequence.Failed();
        sequence.Current.ShouldBe(1);
        sequence.Passed();
        sequence.ToPass.ShouldBe(0);
        sequence.Current.ShouldBe(2);
    }

    [Fact]
    public void After_a_failure_all_must_pass_from_the_one_that_failed()
    {
        var sequence = InService(3, retry: 1);
        sequence.Passed();
        sequence.Failed();
        sequence.Failed();
        sequence.ToPass.ShouldBe(3);
        sequence.Current.ShouldBe(1);
        sequence.Passed().ShouldBeFalse();
        sequence.Passed().ShouldBeFalse();
        sequence.ToPass.ShouldBe(1);
        sequence.Failed(); // begins anew, at once
        sequence.ToPass.ShouldBe(3);
        sequence.Current.ShouldBe(0);
    }

    [Fact]
    public void With_fast_recovery_one_probe_asks_for_all_again()
    {
        var sequence = InService(3, retry: 0, fast: true);
        sequence.Failed();
        sequence.Passed().ShouldBeTrue();
        sequence.Passed().ShouldBeTrue();
        sequence.Passed().ShouldBeFalse();
        sequence.ToPass.ShouldBe(0);
    }

    private static HttpUrlSequence InService(int count, int retry, bool fast = false)
    {
        var sequence = new HttpUrlSequence(count, retry, fast);
        while (sequence.Passed())
        {
        }
        return sequence;
    }
}
