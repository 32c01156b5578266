using System.Buffers.Binary;
using FailoverIp.Vrrp.Tests.Protocol;

namespace FailoverIp.Vrrp.Tests.Watch;

/// <summary>Runs the filter as the kernel's classic BPF machine would (Documentation/networking/filter.rst).</summary>
public class PacketCaptureFilterTests
{
    private const uint EtherTypeArp = 0x0806;

    [Theory]
    [InlineData(112, true)]
    [InlineData(51, true)]
    [InlineData(6, false)]
    [InlineData(17, false)]
    [InlineData(111, false)]
    [InlineData(113, false)]
    public void VRRP_and_the_authentication_header_pass(byte protocol, bool passes)
    {
        Passes(PacketCaptureFilter.EtherTypeIPv4, Packets.IPv4(GoldenFrames.V2, protocol: protocol)).ShouldBe(passes);
        Passes(PacketCaptureFilter.EtherTypeIPv6, Packets.IPv6(GoldenFrames.V3IPv6, protocol: protocol)).ShouldBe(passes);
    }

    [Fact]
    public void ARP_does_not() => Passes(EtherTypeArp, Packets.IPv4(GoldenFrames.V2)).ShouldBeFalse();

    [Fact]
    public void A_VLAN_tag_belongs_to_another_interface_and_a_priority_tag_does_not()
    {
        Passes(PacketCaptureFilter.EtherTypeIPv4, Packets.IPv4(GoldenFrames.V2), vlanTag: 5).ShouldBeFalse();
        Passes(PacketCaptureFilter.EtherTypeIPv4, Packets.IPv4(GoldenFrames.V2), vlanTag: 0xE005).ShouldBeFalse();
        Passes(PacketCaptureFilter.EtherTypeIPv4, Packets.IPv4(GoldenFrames.V2), vlanTag: 0xE000).ShouldBeTrue();
    }

    private static bool Passes(uint etherType, byte[] packet, uint vlanTag = 0)
    {
        uint Load(uint k, int size) => unchecked((int)k) switch
        {
            -0x1000 => etherType,
            -0x1000 + 44 => vlanTag,
            var offset => size == 1 ? packet[offset] : size == 2 ? BinaryPrimitives.ReadUInt16BigEndian(packet.AsSpan(offset)) : BinaryPrimitives.ReadUInt32BigEndian(packet.AsSpan(offset)),
        };

        uint accumulator = 0;
        for (var at = 0; ; at++)
        {
            var i = PacketCaptureFilter.Program[at];
            switch (i.Code)
            {
                case 0x20: accumulator = Load(i.Operand, 4); break;
                case 0x28: accumulator = Load(i.Operand, 2); break;
                case 0x30: accumulator = Load(i.Operand, 1); break;
                case 0x54: accumulator &= i.Operand; break;
                case 0x05: at += (int)i.Operand; break;
                case 0x15: at += accumulator == i.Operand ? i.JumpTrue : i.JumpFalse; break;
                case 0x06: return i.Operand != 0;
                default: throw new InvalidOperationException($"the test does not know the instruction 0x{i.Code:x}");
            }
        }
    }
}
