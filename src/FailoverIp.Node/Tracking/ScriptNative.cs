using System.Runtime.InteropServices;

namespace FailoverIp.Node;

internal static partial class ScriptNative
{
    [LibraryImport("libc", EntryPoint = "waitid", SetLastError = true)]
    public static unsafe partial int WaitId(int kind, int id, byte* info, int options);
}
