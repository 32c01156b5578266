using System.Runtime.InteropServices;

namespace FailoverIp.Lvs.Misc;

/// <summary>What all commands start with: a process group of their own, no signal blocked or ignored, nothing to read and nowhere to write to.</summary>
internal static unsafe partial class SpawnSettings
{
    private const int Size = 1024; // more than any C library's posix_spawnattr_t and posix_spawn_file_actions_t
    private const short SETPGROUP = 0x02, SETSIGDEF = 0x04, SETSIGMASK = 0x08;
    private const int O_RDONLY = 0, O_WRONLY = 1;

    /// <summary>posix_spawnattr_t.</summary>
    public static byte[] Attributes { get; } = MakeAttributes();

    /// <summary>posix_spawn_file_actions_t.</summary>
    public static byte[] Files { get; } = MakeFiles();

    private static byte[] MakeAttributes()
    {
        var attributes = GC.AllocateArray<byte>(Size, pinned: true);
        var none = new byte[128]; // sigset_t
        var all = new byte[128];
        Array.Fill(all, byte.MaxValue);
        fixed (byte* a = attributes, n = none, s = all)
        {
            Demand(InitAttributes(a));
            Demand(SetFlags(a, SETPGROUP | SETSIGDEF | SETSIGMASK));
            Demand(SetGroup(a, 0));
            Demand(SetMask(a, n));
            Demand(SetDefault(a, s)); // .NET ignores SIGPIPE, which a command does not expect
        }
        return attributes;
    }

    /// <summary>The same with the output going to a descriptor; to be released.</summary>
    public static byte[] FilesTo(int output)
    {
        var files = GC.AllocateArray<byte>(Size, pinned: true);
        fixed (byte* f = files)
        {
            Demand(InitFiles(f));
            Demand(AddOpen(f, 0, "/dev/null", O_RDONLY, 0));
            Demand(AddDuplicate(f, output, 1));
            Demand(AddDuplicate(f, output, 2));
        }
        return files;
    }

    public static void Release(byte* files) => _ = DestroyFiles(files);

    private static byte[] MakeFiles()
    {
        var files = GC.AllocateArray<byte>(Size, pinned: true);
        fixed (byte* f = files)
        {
            Demand(InitFiles(f));
            Demand(AddOpen(f, 0, "/dev/null", O_RDONLY, 0));
            Demand(AddOpen(f, 1, "/dev/null", O_WRONLY, 0));
            Demand(AddOpen(f, 2, "/dev/null", O_WRONLY, 0));
        }
        return files;
    }

    private static void Demand(int error)
    {
        if (error != 0)
            throw new IOException($"posix_spawn: {Native.Errno.Text(error)}");
    }

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_init")]
    private static partial int InitAttributes(void* attributes);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setflags")]
    private static partial int SetFlags(void* attributes, short flags);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setpgroup")]
    private static partial int SetGroup(void* attributes, int group);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setsigmask")]
    private static partial int SetMask(void* attributes, void* signals);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setsigdefault")]
    private static partial int SetDefault(void* attributes, void* signals);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_init")]
    private static partial int InitFiles(void* files);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_adddup2")]
    private static partial int AddDuplicate(void* files, int from, int to);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_destroy")]
    private static partial int DestroyFiles(void* files);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_addopen", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int AddOpen(void* files, int fd, string path, int flags, uint mode);
}
