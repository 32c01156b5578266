using System.Runtime.InteropServices;

namespace FailoverIp.Node;

/// <summary>What only the C library tells: users, groups, and whether two files are one.</summary>
internal static partial class ConfNative
{
    private const int CurrentFolder = -100;
    private const uint Basic = 0x7FF;
    private const int StatxLength = 256;

    public static bool HasUser(string name) => FindUser(name) != 0;

    public static bool HasGroup(string name) => FindGroup(name) != 0;

    /// <summary>Whether two paths lead to one file.</summary>
    public static bool AreSame(string one, string other) => Identity(one) is { } a && Identity(other) is { } b && a == b;

    // struct statx is the same on every architecture: the inode at 32, the device at 136 and 140.
    private static (ulong Inode, uint Major, uint Minor)? Identity(string path)
    {
        Span<byte> buffer = stackalloc byte[StatxLength];
        if (Statx(CurrentFolder, path, 0, Basic, ref MemoryMarshal.GetReference(buffer)) != 0)
            return null;
        return (MemoryMarshal.Read<ulong>(buffer[32..]), MemoryMarshal.Read<uint>(buffer[136..]), MemoryMarshal.Read<uint>(buffer[140..]));
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(int folder, string path, int flags, uint mask, ref byte buffer);

    [LibraryImport("libc", EntryPoint = "getpwnam", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint FindUser(string name);

    [LibraryImport("libc", EntryPoint = "getgrnam", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint FindGroup(string name);
}
