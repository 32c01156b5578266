namespace FailoverIp.Node.Tests.Configuration.Tree;

public class WordPoolTests
{
    [Fact]
    public void A_word_is_one_text_however_often_it_comes()
    {
        var pool = new WordPool();
        var first = pool.Of("connect_timeout 3".AsSpan(0, 15));

        first.ShouldBe("connect_timeout");
        pool.Of("  connect_timeout".AsSpan(2)).ShouldBeSameAs(first);
        pool.Of("Connect_timeout").ShouldBe("Connect_timeout");
        pool.Of("").ShouldBe("");
    }

    [Fact]
    public void A_long_word_is_itself()
    {
        var word = new string('a', 1000);
        new WordPool().Of(word.AsSpan()).ShouldBe(word);
    }
}
