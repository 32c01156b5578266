using FailoverIp.Vrrp.Netfilter.NfTables;
using FailoverIp.Vrrp.Tests.Protocol;
using FsCheck;
using FsCheck.Fluent;
using static FailoverIp.Vrrp.Netfilter.NfTables.NfTablesConstants;
using static FailoverIp.Vrrp.Tests.Netfilter.RuleSamples;

namespace FailoverIp.Vrrp.Tests.Netfilter;

public class OwnTableReaderTests
{
    [Fact]
    public void Tables_of_other_names_and_families_are_passed_over()
    {
        var reader = new OwnTableReader();
        var message = TableMessage(NFPROTO_IPV4);
        reader.AddTable(message);
        reader.AddTable(TableMessage(1)); // inet
        message[8] = (byte)'F';
        message[0] = NFPROTO_IPV6;
        reader.AddTable(message);

        reader.Tables.Keys.ShouldBe([NFPROTO_IPV4]);
    }

    [Fact]
    public void An_empty_table_differs_from_one_that_is_to_have_rules_and_a_chain_too_many_shows()
    {
        var (empty, full, twice) = (new OwnTableReader(), new OwnTableReader(), new OwnTableReader());
        foreach (var reader in new[] { empty, full, twice })
            reader.AddTable(TableMessage(NFPROTO_IPV4));
        full.AddChain(ChainMessage());
        twice.AddChain(ChainMessage());
        twice.AddChain(ChainMessage());

        full.Tables[NFPROTO_IPV4].IsSameAs(empty.Tables[NFPROTO_IPV4]).ShouldBeFalse();
        full.Tables[NFPROTO_IPV4].IsSameAs(twice.Tables[NFPROTO_IPV4]).ShouldBeFalse();
        twice.Forget(NFT_MSG_GETCHAIN, NFPROTO_IPV4);
        twice.AddChain(ChainMessage());
        full.Tables[NFPROTO_IPV4].IsSameAs(twice.Tables[NFPROTO_IPV4]).ShouldBeTrue();
    }

    [Fact]
    public void Whatever_the_bytes_nothing_is_thrown() => Prop.ForAll(Arb.From(from rule in Rules from noise in Noise from at in Gen.Choose(0, 600) select (rule, noise, at)), sample =>
    {
        var buffer = new byte[RuleExpressions.MaximumLength];
        var length = NfTablesMessages.NewRule(buffer, sample.rule, NFPROTO_IPV4, 0);
        var message = buffer.AsSpan(16, length - 16).ToArray();
        // Noise somewhere in a good message, or cut off.
        sample.noise.AsSpan(0, Math.Min(sample.noise.Length, Math.Max(0, message.Length - sample.at))).CopyTo(message.AsSpan(Math.Min(sample.at, message.Length)));
        var reader = new OwnTableReader();

        reader.AddRule(message);
        reader.AddRule(message.AsSpan(0, Math.Min(sample.at, message.Length)));
        reader.AddChain(sample.noise);
        reader.AddTable(sample.noise);
    }).Holds(500);

    private static byte[] TableMessage(byte family)
    {
        var buffer = new byte[NfTablesMessages.MaximumLength];
        return buffer[16..NfTablesMessages.ChangeTable(buffer, NFT_MSG_NEWTABLE, family, 0)];
    }

    private static byte[] ChainMessage()
    {
        var buffer = new byte[NfTablesMessages.MaximumLength];
        return buffer[16..NfTablesMessages.NewChain(buffer, NFPROTO_IPV4, 0)];
    }
}
