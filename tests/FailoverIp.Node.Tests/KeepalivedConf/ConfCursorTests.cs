namespace FailoverIp.Node.Tests.KeepalivedConf;

public class ConfCursorTests
{
    [Fact]
    public void Lines_come_without_their_ends_and_without_white_space_around_them()
    {
        var cursor = new ConfCursor("a b\r\n\n \t c \t\r\nlast", 0, 18);

        Rest(ref cursor).ShouldBe(["a b", "", "c", "last"]);
        cursor.Ended.ShouldBe(4);
    }

    [Fact]
    public void A_part_ends_where_it_ends()
    {
        var cursor = new ConfCursor("one\ntwo\nthree\n", 4, 8);

        Rest(ref cursor).ShouldBe(["two"]);
        cursor.At.ShouldBe(8);
    }

    [Theory]
    [InlineData(ConfLimits.LineLength - 1, 1)]
    [InlineData(ConfLimits.LineLength, 2)]
    [InlineData(ConfLimits.LineLength + 5, 2)]
    public void What_is_too_long_comes_in_pieces_and_is_one_line(int length, int pieces)
    {
        var text = new string('a', length) + "\nb\n";
        var cursor = new ConfCursor(text, 0, text.Length);
        var read = Rest(ref cursor);

        read.Count.ShouldBe(pieces + 1);
        string.Concat(read).ShouldBe(new string('a', length) + "b");
        cursor.Ended.ShouldBe(2);
    }

    [Fact]
    public void An_end_of_a_line_behind_what_may_be_read_of_it_at_once_is_found_by_the_piece_that_has_it()
    {
        // Every length around the bound, and one far behind it.
        foreach (var length in Enumerable.Range(ConfLimits.LineLength - 3, 6).Append(5 * ConfLimits.LineLength))
        {
            var text = new string('a', length) + "\nb";
            var cursor = new ConfCursor(text, 0, text.Length);
            string.Concat(Rest(ref cursor)).ShouldBe(new string('a', length) + "b");
            cursor.Ended.ShouldBe(2, $"{length}");
        }
    }

    [Fact]
    public void What_was_read_is_read_again_line_by_line_where_it_was()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder["main.conf"], $"first\n\n  second # not read\ninclude {folder["inner.conf"]}\nthird\n{new string('x', 2000)}\nfourth");
        File.WriteAllText(folder["inner.conf"], "inner\n\nlast of it");
        var files = new ConfFiles(new());
        files.Begin(folder["main.conf"]).ShouldBeNull();

        var once = Read(files);
        once.ShouldContain(("third", folder["main.conf"], 5));
        once.ShouldContain(("last of it", folder["inner.conf"], 3));
        once[^1].ShouldBe(("fourth", folder["main.conf"], 7));
        Read(new ConfRecording(files.Record)).ShouldBe(once);
    }

    private static List<(string Text, string File, int Line)> Read(IConfSource source)
    {
        var reader = new ConfReader(source, "id", new("id", () => "", new()), new());
        var found = new List<(string, string, int)>();
        while (reader.Read() is { } line)
            found.Add((line.ToString(), reader.Location.Source, reader.Location.Line));
        return found;
    }

    private static List<string> Rest(ref ConfCursor cursor)
    {
        var found = new List<string>();
        while (cursor.Next() is { } line)
            found.Add(line.ToString());
        return found;
    }
}
