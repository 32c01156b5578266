namespace FailoverIp.Vrrp.Tests;

public class DeadlineHeapTests
{
    private static VirtualRouter Router(int id, long deadline)
    {
        var router = new VirtualRouter(LanFixture.Options() with { Name = $"VI_{id}", VirtualRouterId = (id % 255) + 1 }, DateTimeOffset.UnixEpoch);
        SetDeadline(router, deadline);
        return router;
    }

    private static void SetDeadline(VirtualRouter router, long deadline) => router.Election = router.Election with { Deadline = deadline };

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void However_deadlines_move_the_earliest_comes_first_and_of_equal_ones_the_first_added(int seed)
    {
        var random = new Random(seed);
        var heap = new DeadlineHeap();
        heap.Next.ShouldBe(ElectionState.NoDeadline);
        var routers = Enumerable.Range(0, 100).Select(id => Router(id, random.Next(20))).ToList();
        routers.ForEach(heap.Add);
        heap.Count.ShouldBe(100);

        for (var i = 0; i < 2000; i++)
        {
            var expected = routers.MinBy(r => r.Deadline)!; // the first of equal ones
            (heap.First.Options.Name, heap.Next).ShouldBe((expected.Options.Name, expected.Deadline));
            var moved = random.Next(3) == 0 ? heap.First : routers[random.Next(routers.Count)];
            SetDeadline(moved, random.Next(10) == 0 ? ElectionState.NoDeadline : random.Next(20));
            heap.Update(moved);
        }

        heap.Clear();
        (heap.Count, heap.Next).ShouldBe((0, ElectionState.NoDeadline));
    }
}
