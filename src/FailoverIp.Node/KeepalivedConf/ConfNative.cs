using System.Runtime.InteropServices;

namespace FailoverIp.Node;

/// <summary>What only the C library tells of files: who owns them, of what kind they are, and whether two are one.</summary>
internal static partial class ConfNative
{
    private const int CurrentFolder = -100;
    private const int NoFollow = 0x100;
    private const uint Basic = 0x7FF;
    private const int StatxLength = 256;

    /// <summary>Whether two paths lead to one file.</summary>
    public static bool AreSame(string one, string other) => Identity(one) is { } a && Identity(other) is { } b && a == b;

    /// <summary>Whether a path leads to a file that can be read to its end: no FIFO, socket or device.</summary>
    public static bool IsRegular(string path)
    {
        Span<byte> buffer = stackalloc byte[StatxLength];
        return Statx(CurrentFolder, path, 0, Basic, ref MemoryMarshal.GetReference(buffer)) == 0 && (MemoryMarshal.Read<ushort>(buffer[28..]) & 0xF000) == 0x8000;
    }

    /// <summary>Whether root owns a file or folder, and nobody else may write to it; in a folder with the sticky bit others may.</summary>
    public static bool IsRootsAlone(string path)
    {
        Span<byte> buffer = stackalloc byte[StatxLength];
        if (Statx(CurrentFolder, path, NoFollow, Basic, ref MemoryMarshal.GetReference(buffer)) != 0)
            return false;
        var (user, group, mode) = (MemoryMarshal.Read<uint>(buffer[20..]), MemoryMarshal.Read<uint>(buffer[24..]), MemoryMarshal.Read<ushort>(buffer[28..]));
        var isOpen = (mode & 0x2) != 0 || (group != 0 && (mode & 0x10) != 0);
        var isLink = (mode & 0xF000) == 0xA000;
        var isSticky = (mode & 0xF200) == 0x4200;
        return user == 0 && (!isOpen || isLink || isSticky);
    }

    // struct statx is the same on every architecture: owner, group and mode at 20, 24 and 28, the inode at 32, the device at 136 and 140.
    private static (ulong Inode, uint Major, uint Minor)? Identity(string path)
    {
        Span<byte> buffer = stackalloc byte[StatxLength];
        if (Statx(CurrentFolder, path, 0, Basic, ref MemoryMarshal.GetReference(buffer)) != 0)
            return null;
        return (MemoryMarshal.Read<ulong>(buffer[32..]), MemoryMarshal.Read<uint>(buffer[136..]), MemoryMarshal.Read<uint>(buffer[140..]));
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(int folder, string path, int flags, uint mask, ref byte buffer);
}
