using FsCheck;
using FsCheck.Fluent;

namespace FailoverIp.Vrrp.Tests.Protocol;

public class InternetChecksumTests
{
    [Fact]
    public void It_is_the_sum_that_RFC_1071_defines_word_by_word() =>
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), data => InternetChecksum.Sum(data) == Naive(data)).Holds(2000);

    [Fact]
    public void It_holds_for_every_length_and_alignment()
    {
        var random = new Random(1);
        var bytes = new byte[5000];
        random.NextBytes(bytes);
        for (var length = 0; length <= 4200; length++)
        {
            var data = bytes.AsSpan(length % 13, length);
            InternetChecksum.Sum(data).ShouldBe(Naive(data), $"length {length}");
        }
    }

    [Fact]
    public void Carries_of_the_longest_run_of_ones_are_kept()
    {
        var data = new byte[4088];
        data.AsSpan().Fill(0xFF);
        InternetChecksum.Sum(data).ShouldBe(Naive(data));
        data[^1] = 0;
        InternetChecksum.Sum(data).ShouldBe(Naive(data));
    }

    [Fact]
    public void The_example_of_RFC_1071() =>
        InternetChecksum.Sum([0x00, 0x01, 0xf2, 0x03, 0xf4, 0xf5, 0xf6, 0xf7]).ShouldBe((ushort)0xddf2);

    [Fact]
    public void A_changed_word_changes_the_checksum_as_a_new_one_would() =>
        Prop.ForAll(ArbMap.Default.ArbFor<ushort[]>(), ArbMap.Default.ArbFor<ushort>(), (words, after) =>
        {
            // The first word stands for the version: a message is never all zeros.
            var before = (byte[])[0x31, 1, .. words.Append((ushort)0).SelectMany(w => new[] { (byte)(w >> 8), (byte)w })];
            var changed = (byte[])before.Clone();
            (changed[^2], changed[^1]) = ((byte)(after >> 8), (byte)after);
            return InternetChecksum.Update((ushort)~Naive(before), 0, after) == (ushort)~Naive(changed);
        }).Holds(2000);

    [Theory]
    [InlineData(0ul)]
    [InlineData(1ul)]
    [InlineData(0xFFFFul)]
    [InlineData(0x1_0000ul)]
    [InlineData(0x1_FFFFul)]
    [InlineData(0xFFFF_FFFFul)]
    [InlineData(0x1_FFFF_FFFFul)]
    [InlineData(0xFFFF_FFFF_FFFFul)]
    [InlineData(0xFFFE_FFFF_FFFF_FFFFul)]
    [InlineData(0xFFFF_FFFF_FFFF_FFFFul)]
    [InlineData(0xFFFF_0000_FFFF_0001ul)]
    [InlineData(0x1234_5678_9ABC_DEF0ul)]
    public void Folding_leaves_the_same_remainder_and_0_only_of_0(ulong sum) =>
        ((ulong)InternetChecksum.Fold(sum)).ShouldBe(sum == 0 ? 0 : ((sum - 1) % 0xFFFF) + 1);

    [Fact]
    public void Folding_holds_for_any_sum() =>
        Prop.ForAll(ArbMap.Default.ArbFor<ulong>(), sum => InternetChecksum.Fold(sum) == (sum == 0 ? 0 : ((sum - 1) % 0xFFFF) + 1)).Holds(2000);

    internal static ushort Naive(ReadOnlySpan<byte> data)
    {
        var sum = 0;
        for (var i = 0; i < data.Length; i += 2)
        {
            sum += (data[i] << 8) + (i + 1 < data.Length ? data[i + 1] : 0);
            if (sum > 0xFFFF)
                sum -= 0xFFFF;
        }
        return (ushort)sum;
    }
}
