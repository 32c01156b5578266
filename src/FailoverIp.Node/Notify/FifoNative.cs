using System.Runtime.InteropServices;

namespace FailoverIp.Node;

/// <summary>What a FIFO needs of the C library.</summary>
internal static unsafe partial class FifoNative
{
    private const int F_GETPIPE_SZ = 1032;
    private const nuint FIONREAD = 0x541B;

    [LibraryImport("libc", EntryPoint = "mkfifo", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int MakeFifo(string path, uint mode);

    /// <summary>Not by its path, where its owner may have put a link.</summary>
    [LibraryImport("libc", EntryPoint = "fchown", SetLastError = true)]
    public static partial int ChangeOwner(int descriptor, uint user, uint group);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Open(string path, int flags);

    /// <summary>Only a pipe has a size.</summary>
    public static bool IsPipe(int descriptor) => Control(descriptor, F_GETPIPE_SZ) > 0;

    /// <summary>How many bytes have not been read yet.</summary>
    public static int Waiting(int descriptor)
    {
        int bytes;
        return InputOutputControl(descriptor, FIONREAD, &bytes) == 0 ? bytes : 0;
    }

    [LibraryImport("libc", EntryPoint = "fcntl")]
    private static partial int Control(int descriptor, int command);

    [LibraryImport("libc", EntryPoint = "ioctl")]
    private static partial int InputOutputControl(int descriptor, nuint request, int* value);
}
