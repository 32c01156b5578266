using System.Buffers.Binary;
using FailoverIp.Vrrp.Kernel.Netlink;
using FailoverIp.Vrrp.Tests.Protocol;
using FsCheck;
using FsCheck.Fluent;

namespace FailoverIp.Vrrp.Tests.Kernel.Netlink;

public class NetlinkCodecTests
{
    private static readonly Gen<byte> Byte = Gen.Choose(0, 255).Select(i => (byte)i);
    private static readonly Gen<byte[]> Bytes = Gen.Choose(0, 60).SelectMany(n => Gen.ArrayOf(Byte, n));

    private static readonly Arbitrary<byte[]> Noise = Arb.From(Gen.OneOf(Bytes, Gen.Choose(16, 200).SelectMany(n => Gen.ArrayOf(Byte, n)).Select(Plausible)));

    [Fact]
    public void Numbers_are_in_the_hosts_order_ports_in_the_networks()
    {
        Write(NetlinkByteOrder.LittleEndian).ShouldBe("3c000000" + "1e00" + "0500" + "07000000" + "00000000"
            + "06000100" + "0201" + "0000" + "08000200" + "04030201" + "06000300" + "0102" + "0000" + "0500040009000000" + "0c00058006000600aabb0000");
        Write(NetlinkByteOrder.BigEndian).ShouldBe("0000003c" + "001e" + "0005" + "00000007" + "00000000"
            + "00060001" + "0102" + "0000" + "00080002" + "01020304" + "00060003" + "0102" + "0000" + "0005000409000000" + "000c800500060006aabb0000");
    }

    [Fact]
    public void Attributes_are_read_as_they_were_written_in_either_order() => Prop.ForAll(
        Arb.From(Gen.ListOf(Gen.Choose(1, 0x3fff).SelectMany(t => Bytes.Select(b => ((ushort)t, b))))), Arb.From(Gen.Elements(true, false)), (attributes, swapped) =>
    {
        var order = swapped ? NetlinkByteOrder.Swapped : NetlinkByteOrder.Host;
        var writer = new NetlinkWriter(new byte[32 + attributes.Sum(a => a.b.Length + 8)], 30, 1, 5, order);
        foreach (var (type, value) in attributes)
            writer.Attribute(type, value);

        var messages = new NetlinkReader(writer.Finish(), order);
        messages.Next().ShouldBeTrue();
        (messages.Type, messages.Flags, messages.Sequence).ShouldBe(((ushort)30, (ushort)1, 5U));
        var read = new NetlinkAttributes(messages.Payload, order);
        foreach (var (type, value) in attributes)
        {
            read.Next().ShouldBeTrue();
            read.Type.ShouldBe(type);
            read.Value.SequenceEqual(value).ShouldBeTrue();
        }
        read.Next().ShouldBeFalse();
        messages.Next().ShouldBeFalse();
        messages.IsCutOff.ShouldBeFalse();
    }).Holds(300);

    [Fact]
    public void Whatever_comes_reading_ends_within_the_bytes() => Prop.ForAll(Noise, bytes =>
    {
        var messages = new NetlinkReader(bytes);
        var length = 0;
        while (messages.Next())
        {
            length += 16 + messages.Payload.Length;
            var attributes = new NetlinkAttributes(messages.Payload);
            while (attributes.Next())
            {
                attributes.TryUInt16(out _).ShouldBe(attributes.Value.Length >= 2);
                attributes.TryUInt32(out _).ShouldBe(attributes.Value.Length >= 4);
                attributes.TryCounter(out _).ShouldBe(attributes.Value.Length >= 4);
                attributes.TryPort(out _).ShouldBe(attributes.Value.Length >= 2);
            }
            NetlinkError.TryRead(in messages, default, out _).ShouldBe(messages.Payload.Length >= 4);
        }
        length.ShouldBeLessThanOrEqualTo(bytes.Length);
    }).Holds(2000);

    [Fact]
    public void Flags_in_an_attributes_type_do_not_matter()
    {
        var attributes = new NetlinkAttributes(Datagrams.Attribute(0xc005, 1, 2, 3, 4), NetlinkByteOrder.LittleEndian);

        attributes.Next().ShouldBeTrue();
        attributes.Type.ShouldBe((ushort)5);
    }

    [Fact]
    public void A_message_that_claims_more_than_is_there_is_cut_off()
    {
        var reader = new NetlinkReader(Datagrams.Message(30, 0, 1, new byte[20]).AsSpan(0, 30), NetlinkByteOrder.LittleEndian);

        reader.Next().ShouldBeFalse();
        reader.IsCutOff.ShouldBeTrue();
    }

    [Fact]
    public void Reading_attributes_allocates_nothing()
    {
        byte[] datagram = [.. Datagrams.Message(30, 2, 1, [.. Datagrams.Attribute(1, 1, 2), .. Datagrams.Attribute(2, 1, 2, 3, 4), .. Datagrams.Attribute(3, 1, 2, 3, 4, 5, 6, 7, 8)])];
        var read = Read(datagram);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
            read += Read(datagram);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        allocated.ShouldBe(0);
        read.ShouldBe(1001 * 3UL);
    }

    private static ulong Read(byte[] datagram)
    {
        var attributesRead = 0UL;
        var messages = new NetlinkReader(datagram);
        while (messages.Next())
        {
            var attributes = new NetlinkAttributes(messages.Payload);
            while (attributes.Next())
                attributesRead += attributes.TryUInt16(out _) | attributes.TryUInt32(out _) | attributes.TryCounter(out _) | attributes.TryPort(out _) ? 1UL : 0;
        }
        return attributesRead;
    }

    private static string Write(NetlinkByteOrder order)
    {
        var writer = new NetlinkWriter(new byte[100], 30, 5, 7, order);
        writer.Attribute(1, (ushort)0x0102);
        writer.Attribute(2, 0x01020304U);
        writer.Port(3, 0x0102);
        writer.Attribute(4, (byte)9);
        var nested = writer.BeginNested(5);
        writer.Attribute(6, [0xaa, 0xbb]);
        writer.EndNested(nested);
        return Convert.ToHexStringLower(writer.Finish());
    }

    // Noise whose lengths are not all nonsense gets further.
    private static byte[] Plausible(byte[] bytes)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, (uint)bytes.Length);
        if (bytes.Length >= 20)
            BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(16), (ushort)(4 + (bytes[16] % 16)));
        return bytes;
    }
}
