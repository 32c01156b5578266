using System.Runtime.InteropServices;

namespace FailoverIp.Vrrp;

/// <summary>One instruction of the classic BPF machine (<c>struct sock_filter</c>).</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct BpfInstruction(ushort Code, byte JumpTrue, byte JumpFalse, uint Operand);

/// <summary>The kernel's filter of a capture: IPv4 and IPv6 packets of protocol 112 (VRRP) and 51 (AH), without a VLAN tag.</summary>
internal static class PacketCaptureFilter
{
    private const ushort LoadByte = 0x30; // BPF_LD | BPF_B | BPF_ABS
    private const ushort LoadHalf = 0x28; // BPF_LD | BPF_H | BPF_ABS
    private const ushort LoadWord = 0x20; // BPF_LD | BPF_W | BPF_ABS
    private const ushort And = 0x54; // BPF_ALU | BPF_AND | BPF_K
    private const ushort JumpIfEqual = 0x15; // BPF_JMP | BPF_JEQ | BPF_K
    private const ushort Jump = 0x05; // BPF_JMP | BPF_JA
    private const ushort Return = 0x06; // BPF_RET | BPF_K

    private const uint Ancillary = 0xFFFF_F000; // SKF_AD_OFF
    private const uint Protocol = Ancillary + 0; // SKF_AD_PROTOCOL: the EtherType
    private const uint VlanTag = Ancillary + 44; // SKF_AD_VLAN_TAG: 0 without a tag; VLAN 0 carries a priority only

    /// <summary>The EtherType of IPv4.</summary>
    public const int EtherTypeIPv4 = 0x0800;

    /// <summary>The EtherType of IPv6.</summary>
    public const int EtherTypeIPv6 = 0x86DD;

    /// <summary>The program, for a socket whose packets begin with the IP header.</summary>
    public static ReadOnlySpan<BpfInstruction> Program => _program;

    private static readonly BpfInstruction[] _program =
    [
        new(LoadWord, 0, 0, VlanTag),
        new(And, 0, 0, 0x0FFF),
        new(JumpIfEqual, 0, 9, 0),
        new(LoadHalf, 0, 0, Protocol),
        new(JumpIfEqual, 0, 2, EtherTypeIPv4),
        new(LoadByte, 0, 0, 9), // protocol
        new(Jump, 0, 0, 2),
        new(JumpIfEqual, 0, 4, EtherTypeIPv6),
        new(LoadByte, 0, 0, 6), // next header
        new(JumpIfEqual, 1, 0, VrrpAdvertisement.IPProtocol),
        new(JumpIfEqual, 0, 1, 51),
        new(Return, 0, 0, uint.MaxValue), // the whole packet
        new(Return, 0, 0, 0), // nothing
    ];
}
