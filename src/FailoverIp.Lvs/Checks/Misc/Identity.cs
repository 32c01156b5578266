using System.Runtime.InteropServices;

namespace FailoverIp.Lvs.Misc;

/// <summary>Users and groups by name.</summary>
internal static partial class Identity
{
    // The C library answers both questions in memory of its own.
    private static readonly Lock Gate = new();

    /// <summary>What stands before a command that is to run as somebody else.</summary>
    /// <exception cref="ArgumentException">There is no such user or group; the message names the option.</exception>
    public static string[] Prefix(string? user, string? group) =>
        Find(user, group) is var (uid, gid) ? ["setpriv", $"--reuid={uid}", $"--regid={gid}", "--init-groups", "--"] : [];

    /// <summary>The numbers of a user and of a group, the user's own where none is named; null where no user is named.</summary>
    /// <exception cref="ArgumentException">There is no such user or group; the message names the option.</exception>
    public static (uint User, uint Group)? Find(string? user, string? group)
    {
        if (user is null)
            return group is null ? null : throw BadOption.Of("Group: it needs User");
        lock (Gate)
        {
            var found = GetUser(user);
            if (found == 0)
                throw BadOption.Of($"User: there is no user '{user}'");
            // struct passwd: name, password, uid, gid; struct group: name, password, gid.
            var (uid, gid) = ((uint)Marshal.ReadInt32(found, 2 * nint.Size), (uint)Marshal.ReadInt32(found, 2 * nint.Size + 4));
            if (group is not null)
            {
                var entry = GetGroup(group);
                gid = entry != 0 ? (uint)Marshal.ReadInt32(entry, 2 * nint.Size) : throw BadOption.Of($"Group: there is no group '{group}'");
            }
            return (uid, gid);
        }
    }

    [LibraryImport("libc", EntryPoint = "getpwnam", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint GetUser(string name);

    [LibraryImport("libc", EntryPoint = "getgrnam", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint GetGroup(string name);
}
