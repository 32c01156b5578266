using System.Runtime.InteropServices;

namespace FailoverIp.Lvs.Misc;

/// <summary>Users and groups by name.</summary>
internal static partial class Identity
{
    /// <summary>What stands before a command that is to run as somebody else.</summary>
    /// <exception cref="ArgumentException">There is no such user or group; the message names the option.</exception>
    public static string[] Prefix(MiscCheckOptions options)
    {
        if (options.User is null)
            return options.Group is null ? [] : throw BadOption.Of($"{nameof(options.Group)}: it needs {nameof(options.User)}");
        var user = GetUser(options.User);
        if (user == 0)
            throw BadOption.Of($"{nameof(options.User)}: there is no user '{options.User}'");
        // struct passwd: name, password, uid, gid; struct group: name, password, gid.
        var (uid, gid) = ((uint)Marshal.ReadInt32(user, 2 * nint.Size), (uint)Marshal.ReadInt32(user, 2 * nint.Size + 4));
        if (options.Group is { } name)
        {
            var group = GetGroup(name);
            gid = group != 0 ? (uint)Marshal.ReadInt32(group, 2 * nint.Size) : throw BadOption.Of($"{nameof(options.Group)}: there is no group '{name}'");
        }
        return ["setpriv", $"--reuid={uid}", $"--regid={gid}", "--init-groups", "--"];
    }

    [LibraryImport("libc", EntryPoint = "getpwnam", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint GetUser(string name);

    [LibraryImport("libc", EntryPoint = "getgrnam", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint GetGroup(string name);
}
