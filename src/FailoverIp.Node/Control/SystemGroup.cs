using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using FailoverIp.Lvs.Misc;

namespace FailoverIp.Node;

/// <summary>Groups of this machine.</summary>
[UnsupportedOSPlatform("windows")]
internal static partial class SystemGroup
{
    private const uint SameOwner = uint.MaxValue;

    /// <summary>The number of a group, which may be given as its name or as the number; null where there is none.</summary>
    public static uint? Find(string group)
    {
        return uint.TryParse(group, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : Identity.FindGroup(group);
    }

    /// <summary>The group of this process.</summary>
    public static uint Own => Identity.Own.Group;

    /// <summary>Gives a file to a group.</summary>
    /// <exception cref="IOException">This process may not.</exception>
    public static void Give(string path, uint group)
    {
        if (ChangeOwner(path, SameOwner, group) != 0)
            throw new IOException($"it cannot be given to the group {group.ToString(CultureInfo.InvariantCulture)}: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}");
    }

    [LibraryImport("libc", EntryPoint = "chown", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ChangeOwner(string path, uint owner, uint group);
}
