using System.Buffers.Binary;
using System.Text.Json;

namespace FailoverIp.Vrrp.State;

/// <summary>What one virtual router had in the kernel when the file was last written to.</summary>
/// <param name="Router">What it may have had.</param>
/// <param name="IsHeld">Whether it had it.</param>
/// <param name="WasPromoted">Whether promote_secondaries was set for it where it had been off.</param>
/// <param name="Source">The source address of its adverts, as a number; 0 for none.</param>
/// <param name="OwnsSource">Whether it owns its addresses, of which the source is one: it was on the machine before.</param>
/// <param name="Sequence">A sequence number that its authentication headers have not passed; 0 for none.</param>
/// <param name="HasResigned">Whether priority 0 was sent on its behalf: only what it has in the kernel is left.</param>
internal sealed record HeldState(HeldRouter Router, bool IsHeld, bool WasPromoted, UInt128 Source, bool OwnsSource, uint Sequence = 0, bool HasResigned = false);

/// <summary>Everything in a state file.</summary>
internal sealed record StateContent(int ProcessId, long ProcessStart, IReadOnlyList<HeldState> Routers);

/// <summary>
/// The bytes of a state file, little-endian: <c>FIPSTATE</c>, version (4), process (4), its start time in clock ticks since boot (8), number of slots (4), length
/// of the document (4), CRC-32C of all of these and the document (4), 28 bytes of zero; then the slots, 32 bytes each: held (1), promoted (1),
/// owns source (1), has resigned (1), 4 of zero, sequence (4), 4 of zero, source address (16); then the document, an array of <see cref="HeldRouter"/> in JSON.
/// </summary>
internal static class StateLayout
{
    public const int HeaderLength = 64;
    public const int SlotLength = 32;
    public const int MaxLength = 64 << 20;

    private const int ChecksumOffset = 32;
    private const int ZerosOffset = 36;
    private const uint Version = 1;

    private static ReadOnlySpan<byte> Magic => "FIPSTATE"u8;

    public static int SlotOffset(int slot) => HeaderLength + (slot * SlotLength);

    public static byte[] Write(int process, long processStart, IReadOnlyList<HeldState> routers)
    {
        var document = HeldRouterWriter.Write(routers.Select(r => r.Router));
        var bytes = new byte[SlotOffset(routers.Count) + document.Length];
        Magic.CopyTo(bytes);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(8), Version);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(12), process);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(16), processStart);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(24), routers.Count);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(28), document.Length);
        for (var i = 0; i < routers.Count; i++)
            WriteSlot(bytes.AsSpan(SlotOffset(i), SlotLength), routers[i]);
        document.CopyTo(bytes.AsSpan(SlotOffset(routers.Count)));
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(ChecksumOffset), Checksum(bytes, document));
        return bytes;
    }

    /// <summary>Reads a file; null where it is none of ours, of another version, or torn.</summary>
    public static StateContent? Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < HeaderLength || !bytes.StartsWith(Magic) || BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]) != Version
            || bytes[ZerosOffset..HeaderLength].ContainsAnyExcept((byte)0))
            return null;
        var count = BinaryPrimitives.ReadInt32LittleEndian(bytes[24..]);
        var length = BinaryPrimitives.ReadInt32LittleEndian(bytes[28..]);
        if (count < 0 || length < 0 || count > MaxLength / SlotLength || bytes.Length != (long)SlotOffset(count) + length)
            return null;
        var document = bytes[SlotOffset(count)..];
        if (Checksum(bytes, document) != BinaryPrimitives.ReadUInt32LittleEndian(bytes[ChecksumOffset..]))
            return null;
        HeldRouter[]? routers;
        try
        {
            routers = JsonSerializer.Deserialize(document, HeldRouterJson.Default.HeldRouterArray);
        }
        catch (JsonException)
        {
            return null;
        }
        if (routers is null || routers.Length != count || Array.Exists(routers, r => r is null || r.Addresses.IsDefault || r.Routes.IsDefault || r.Rules.IsDefault))
            return null;
        var held = new HeldState[count];
        for (var i = 0; i < count; i++)
            held[i] = ReadSlot(bytes.Slice(SlotOffset(i), SlotLength), routers[i]);
        return new(BinaryPrimitives.ReadInt32LittleEndian(bytes[12..]), BinaryPrimitives.ReadInt64LittleEndian(bytes[16..]), held);
    }

    private static void WriteSlot(Span<byte> slot, HeldState state)
    {
        (slot[0], slot[1], slot[2], slot[3]) = (Bit(state.IsHeld), Bit(state.WasPromoted), Bit(state.OwnsSource), Bit(state.HasResigned));
        BinaryPrimitives.WriteUInt32LittleEndian(slot[8..], state.Sequence);
        BinaryPrimitives.WriteUInt128LittleEndian(slot[16..], state.Source);
    }

    private static HeldState ReadSlot(ReadOnlySpan<byte> slot, HeldRouter router) =>
        new(router, slot[0] != 0, slot[1] != 0, BinaryPrimitives.ReadUInt128LittleEndian(slot[16..]), slot[2] != 0,
            BinaryPrimitives.ReadUInt32LittleEndian(slot[8..]), slot[3] != 0);

    private static byte Bit(bool value) => value ? (byte)1 : (byte)0;

    // Against a torn write, not against an attacker: whoever may write here may do everything. The slots are left out: they change by themselves.
    private static uint Checksum(ReadOnlySpan<byte> header, ReadOnlySpan<byte> document) => Crc32C.Append(Crc32C.Of(header[..ChecksumOffset]), document);
}
