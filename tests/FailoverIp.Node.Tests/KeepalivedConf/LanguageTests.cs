namespace FailoverIp.Node.Tests.KeepalivedConf;

public class LanguageTests
{
    private const string Addresses = "Vrrp.Instances.VI_1.VirtualAddresses";

    [Fact]
    public void Comments_begin_outside_of_quotes_alone()
    {
        var read = Conf.Read("! one\n# two\n" + Conf.Instance.Replace("51", "51 # three", StringComparison.Ordinal).Replace("    virtual_ip", "    notify_master \"/x # y\" ! four\n    virtual_ip", StringComparison.Ordinal));

        read.Lines().ShouldBeEmpty();
        read.Value("Vrrp.Instances.VI_1.VirtualRouterId").ShouldBe("51");
    }

    [Fact]
    public void Carriage_returns_at_the_end_of_lines_do_not_matter() =>
        Conf.Read(Conf.Instance.ReplaceLineEndings("\r\n")).Options().Instances.ShouldHaveSingleItem().Name.ShouldBe("VI_1");

    [Fact]
    public void Definitions_are_put_in_with_and_without_braces_and_into_one_another()
    {
        var read = Conf.Read("$NET=192.0.2\n$ADDR=${NET}.7\n$ONE=eth0\n" + Conf.Instance.Replace("192.0.2.1", "${NET}.9", StringComparison.Ordinal).Replace("interface eth0", "interface $ONE", StringComparison.Ordinal));

        read.Lines().ShouldBeEmpty();
        read.Value($"{Addresses}.0").ShouldBe("192.0.2.9/24");
    }

    [Fact]
    public void A_definition_of_several_lines_is_put_in_line_by_line()
    {
        var read = Conf.Read("$BODY=virtual_router_id 51 \\\n  interface eth0 \\\n\n  priority 7\nvrrp_instance VI_1 {\n  $BODY\n  virtual_ipaddress {\n    192.0.2.1\n  }\n}\n".Replace("\n\n", "\n", StringComparison.Ordinal));

        read.Lines().ShouldBeEmpty();
        read.Value("Vrrp.Instances.VI_1.Priority").ShouldBe("7");
    }

    [Theory]
    [InlineData("~SEQ(x, 3)", "192.0.2.1 192.0.2.2 192.0.2.3")]
    [InlineData("~SEQ(x, 5, 7)", "192.0.2.5 192.0.2.6 192.0.2.7")]
    [InlineData("~SEQ(x, 9, -2, 5)", "192.0.2.9 192.0.2.7 192.0.2.5")]
    [InlineData("~LST(x, 4, 8)", "192.0.2.4 192.0.2.8")]
    [InlineData("~LST({x, y}, {4, a}, {8, b})", "192.0.2.4 192.0.2.8")]
    public void A_sequence_reads_its_line_again_and_again(string sequence, string expected)
    {
        var read = Conf.Read(Conf.Instance.Replace("192.0.2.1/24", sequence + " 192.0.2.$x", StringComparison.Ordinal));

        read.Lines().ShouldBeEmpty();
        string.Join(' ', read.Options().Instances[0].VirtualAddresses.Select(a => a.Address)).ShouldBe(expected);
    }

    [Theory]
    [InlineData("here", "10")]
    [InlineData("there", "20")]
    public void Lines_of_another_machine_are_left_out(string id, string expected)
    {
        var read = Conf.Read(Conf.Instance.Replace("    virtual_ip", "    @here priority 10\n    @^here priority 20\n    virtual_ip", StringComparison.Ordinal), id);

        read.Lines().ShouldBeEmpty();
        read.Value("Vrrp.Instances.VI_1.Priority").ShouldBe(expected);
    }

    [Fact]
    public void An_included_file_counts_its_own_lines()
    {
        var read = Conf.Read("include sub.conf\n" + Conf.Instance, others: ("sub.conf", "\n\n" + Conf.Instance.Replace("VI_1", "VI_2", StringComparison.Ordinal).Replace("51", "52", StringComparison.Ordinal).Replace("interface", "colour x\ninterface", StringComparison.Ordinal).Replace("192.0.2.1", "192.0.2.2", StringComparison.Ordinal)));

        read.Lines().ShouldBe(["sub.conf:4"]);
        read.Options().Instances.Select(i => i.Name).ShouldBe(["VI_2", "VI_1"]);
    }

    [Theory]
    [InlineData("include k.conf\n")]
    [InlineData("$A=$A x\ninterface $A\n")]
    [InlineData("~SEQ(x, 1, 9223372036854775807) #\n")]
    public void What_has_no_end_is_one_line(string text)
    {
        var read = Conf.Read(text);

        read.IsAccepted.ShouldBeFalse();
        read.Section.ShouldBeNull();
        read.Complaints.Count(c => !c.IsWarning).ShouldBe(1);
    }

    [Fact]
    public void A_block_without_its_end_takes_the_next_one_in_as_keepalived_has_it()
    {
        var read = Conf.Read(Conf.Instance[..^2] + "\n" + Conf.Instance.Replace("VI_1", "VI_2", StringComparison.Ordinal));

        read.IsAccepted.ShouldBeFalse();
        read.Complaints.ShouldContain(c => c.Message.Contains("vrrp_instance", StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_tracked_and_not_there_is_told_and_left_out()
    {
        var read = Conf.Read("track_file f {\n file /tmp/f\n}\n" + Conf.Instance.Replace("    virtual_ip", "    track_file {\n        g\n    }\n    virtual_ip", StringComparison.Ordinal));

        read.Lines().ShouldBe(["k.conf:8"]);
        read.Options().Trackers.ShouldBeEmpty();
    }
}
