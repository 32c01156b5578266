using System.Runtime.InteropServices;

namespace FailoverIp.Vrrp.Native;

/// <summary>Memory that two processes share, and a robust mutex in it (pthread_mutexattr_setrobust(3)).</summary>
internal static unsafe partial class PThread
{
    public const int MutexRobust = 1;
    public const int ProcessShared = 1;
    public const int EOWNERDEAD = 130;

    // Of any C library on 64-bit Linux a mutex has at most 48 bytes and its attributes at most 8.
    public const int MutexLength = 64;
    public const int AttributesLength = 64;

    private const string Library = "libc";

    [LibraryImport(Library, EntryPoint = "memfd_create", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int MemoryCreate(string name, uint flags);

    [LibraryImport(Library, EntryPoint = "ftruncate", SetLastError = true)]
    public static partial int Truncate(int fd, nint length);

    [LibraryImport(Library, EntryPoint = "fcntl", SetLastError = true)]
    public static partial int FileControl(int fd, int command, nint argument);

    [LibraryImport(Library, EntryPoint = "mmap", SetLastError = true)]
    public static partial nint Map(nint address, nint length, int protection, int flags, int fd, nint offset);

    [LibraryImport(Library, EntryPoint = "munmap")]
    public static partial int Unmap(nint address, nint length);

    [LibraryImport(Library, EntryPoint = "pthread_mutexattr_init")]
    public static partial int AttributesInit(void* attributes);

    [LibraryImport(Library, EntryPoint = "pthread_mutexattr_setrobust")]
    public static partial int AttributesSetRobust(void* attributes, int robustness);

    [LibraryImport(Library, EntryPoint = "pthread_mutexattr_setpshared")]
    public static partial int AttributesSetShared(void* attributes, int shared);

    [LibraryImport(Library, EntryPoint = "pthread_mutex_init")]
    public static partial int MutexInit(void* mutex, void* attributes);

    [LibraryImport(Library, EntryPoint = "pthread_mutex_lock")]
    public static partial int MutexLock(void* mutex);

    [LibraryImport(Library, EntryPoint = "pthread_mutex_trylock")]
    public static partial int MutexTryLock(void* mutex);

    [LibraryImport(Library, EntryPoint = "pthread_mutex_consistent")]
    public static partial int MutexMakeConsistent(void* mutex);

    [LibraryImport(Library, EntryPoint = "pthread_mutex_unlock")]
    public static partial int MutexUnlock(void* mutex);
}
