namespace FailoverIp.Vrrp.Tests.Protocol;

public class ReplayMarksTests
{
    [Fact]
    public void Four_senders_are_remembered_and_the_one_used_longest_ago_is_given_up()
    {
        var marks = new ReplayMarks();
        for (var sender = 1u; sender <= 4; sender++)
            marks.Set(sender, sender * 10);
        marks.Set(1, 11); // now 2 is the oldest
        marks.Set(5, 50);

        Mark(marks, 1).ShouldBe(11ul);
        Mark(marks, 2).ShouldBeNull();
        Mark(marks, 3).ShouldBe(30ul);
        Mark(marks, 5).ShouldBe(50ul);
    }

    [Fact]
    public void A_known_peer_keeps_its_place()
    {
        var marks = new ReplayMarks(7, 0);
        Mark(marks, 7).ShouldBeNull();
        marks.Set(7, 70);
        marks.Set(0, 0); // a mark of 0 is a mark
        for (var sender = 100u; sender < 120; sender++)
            marks.Set(sender, sender);

        (Mark(marks, 7), Mark(marks, 0), Mark(marks, 119), Mark(marks, 115)).ShouldBe((70ul, 0ul, 119ul, null));
    }

    private static ulong? Mark(ReplayMarks marks, UInt128 sender) => marks.TryGet(sender, out var mark) ? mark : null;
}
