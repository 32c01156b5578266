using System.Runtime.InteropServices;
using FailoverIp.Vrrp.Native;

namespace FailoverIp.Vrrp;

/// <summary>
/// Tells a supervisor that the thread of an engine in another process has died, at once: before the kernel has taken that process apart, which for a process of some
/// size takes many milliseconds, and before it says that it has ended.
/// </summary>
/// <remarks>
/// It is a robust mutex (pthread_mutexattr_setrobust(3)) in memory that both processes share. The engine's thread holds it for as long as it runs. The kernel hands it
/// over when that thread ends in any way: a thread that is dead sends nothing any more, whatever the other threads of its process are still about to do.
/// </remarks>
public sealed unsafe class VrrpLifeline : IDisposable
{
    private const int Length = 4096;
    private const int PROT_READ = 1, PROT_WRITE = 2, MAP_SHARED = 1, F_SETFD = 2, FD_CLOEXEC = 1;

    private readonly FileDescriptor _memory;
    private readonly nint _mutex;
    private bool _isHeld;
    private bool _isDisposed;

    private VrrpLifeline(int descriptor)
    {
        _memory = new(descriptor);
        _mutex = PThread.Map(0, Length, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0);
        if (_mutex != -1)
            return;
        var error = Marshal.GetLastPInvokeError();
        _memory.Dispose();
        throw new IOException($"memory cannot be shared: {Errno.Text(error)}");
    }

    /// <summary>The number of its descriptor, which a child inherits.</summary>
    public int Descriptor => _memory.Number;

    /// <summary>Makes one, in the supervisor.</summary>
    /// <exception cref="IOException">The kernel does not give the memory.</exception>
    /// <exception cref="PlatformNotSupportedException">This is not Linux, or the C library has no robust mutexes.</exception>
    public static VrrpLifeline Create()
    {
        if (!OperatingSystem.IsLinux())
            throw new PlatformNotSupportedException("VRRP runs on Linux only");
        try
        {
            var descriptor = PThread.MemoryCreate("failoverip-lifeline", 0); // a child inherits it
            if (descriptor < 0)
                throw new IOException($"memory cannot be shared: {Errno.Text(Marshal.GetLastPInvokeError())}");
            if (PThread.Truncate(descriptor, Length) != 0)
            {
                var error = Marshal.GetLastPInvokeError();
                _ = Libc.Close(descriptor);
                throw new IOException($"memory cannot be shared: {Errno.Text(error)}");
            }
            var lifeline = new VrrpLifeline(descriptor);
            var attributes = stackalloc byte[PThread.AttributesLength];
            if (PThread.AttributesInit(attributes) == 0 && PThread.AttributesSetRobust(attributes, PThread.MutexRobust) == 0
                && PThread.AttributesSetShared(attributes, PThread.ProcessShared) == 0 && PThread.MutexInit((void*)lifeline._mutex, attributes) == 0)
                return lifeline;
            lifeline.Dispose();
        }
        catch (EntryPointNotFoundException)
        {
            // An old C library.
        }
        throw new PlatformNotSupportedException("the C library has no robust mutexes");
    }

    /// <summary>Takes the one that was inherited, in the child; its own children do not inherit it.</summary>
    /// <param name="descriptor">The number of its descriptor.</param>
    /// <exception cref="IOException">It is none.</exception>
    public static VrrpLifeline Open(int descriptor)
    {
        _ = PThread.FileControl(descriptor, F_SETFD, FD_CLOEXEC);
        return new(descriptor);
    }

    /// <summary>
    /// Waits, in the supervisor, for as long as the engine's thread holds it. Returns true where that thread has died, false where it has let go, or never held it.
    /// </summary>
    public bool WaitForDeath()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        var result = PThread.MutexLock((void*)_mutex);
        if (result == PThread.EOWNERDEAD)
            _ = PThread.MutexMakeConsistent((void*)_mutex);
        if (result is 0 or PThread.EOWNERDEAD)
            _ = PThread.MutexUnlock((void*)_mutex);
        return result == PThread.EOWNERDEAD;
    }

    /// <summary>Unmaps the memory. Nobody may be waiting.</summary>
    public void Dispose()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        _ = PThread.Unmap(_mutex, Length);
        _memory.Dispose();
    }

    /// <summary>By the engine's thread, when it begins.</summary>
    internal void Hold() => _isHeld = PThread.MutexTryLock((void*)_mutex) == 0;

    /// <summary>By the engine's thread, when it ends and leaves nothing behind.</summary>
    internal void Release()
    {
        if (_isHeld)
            _ = PThread.MutexUnlock((void*)_mutex);
        _isHeld = false;
    }
}
