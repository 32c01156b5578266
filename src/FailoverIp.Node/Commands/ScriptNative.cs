using System.Runtime.InteropServices;

namespace FailoverIp.Node;

internal static partial class ScriptNative
{
    private const int F_SETFL = 4;

    [LibraryImport("libc", EntryPoint = "waitid", SetLastError = true)]
    public static unsafe partial int WaitId(int kind, int id, byte* info, int options);

    [LibraryImport("libc", EntryPoint = "pipe2", SetLastError = true)]
    public static unsafe partial int Pipe(int* ends, int flags);

    /// <summary>A command expects of its output that it waits.</summary>
    public static bool Blocking(int descriptor) => Control(descriptor, F_SETFL, 0) == 0;

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int Control(int descriptor, int command, int value);
}
