using FailoverIp.Vrrp.Netfilter;

namespace FailoverIp.Vrrp.Tests.Netfilter;

public class RedirectRulesTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Flows_that_could_not_be_forgotten_are_due_at_the_next_try(bool writingFails)
    {
        var fails = true;
        var forgets = 0;
        var rules = new RedirectRules("a", _ => writingFails ? Try() : fails, _ => { forgets++; Try(); return 7; });

        Should.Throw<NetfilterException>(() => rules.Apply([]));
        fails = false;
        forgets = 0;
        rules.Apply([]).ShouldBe(new(false, 7)); // the rules are as they should be already
        rules.Apply([]).ShouldBe(new(false, 0));
        forgets.ShouldBe(1);

        bool Try() => fails ? throw new NetfilterException("not now") : false;
    }
}
