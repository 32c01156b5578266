using System.Runtime.InteropServices;

namespace FailoverIp.Lvs.Misc;

/// <summary>Users and groups by name. Whoever asks for them asks here: the C library has one answer at a time.</summary>
internal static partial class Identity
{
    // The C library answers both questions in memory of its own.
    private static readonly Lock Gate = new();

    /// <summary>The user and the group of this process.</summary>
    public static (uint User, uint Group) Own => (GetOwnUser(), GetOwnGroup());

    /// <summary>What stands before a command that is to run as somebody else.</summary>
    /// <exception cref="ArgumentException">There is no such user or group; the message names the option.</exception>
    public static string[] Prefix(string? user, string? group) =>
        Find(user, group) is var (uid, gid) ? ["setpriv", $"--reuid={uid}", $"--regid={gid}", "--init-groups", "--"] : [];

    /// <summary>Whether there is a user of this name.</summary>
    public static bool HasUser(string name)
    {
        lock (Gate)
            return GetUser(name) != 0;
    }

    /// <summary>The number of a group; null where there is none of this name.</summary>
    public static uint? FindGroup(string name)
    {
        lock (Gate)
        {
            // struct group: name, password, gid.
            var found = GetGroup(name);
            return found == 0 ? null : (uint)Marshal.ReadInt32(found, 2 * nint.Size);
        }
    }

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
            // struct passwd: name, password, uid, gid.
            var (uid, gid) = ((uint)Marshal.ReadInt32(found, 2 * nint.Size), (uint)Marshal.ReadInt32(found, 2 * nint.Size + 4));
            return (uid, group is null ? gid : FindGroup(group) ?? throw BadOption.Of($"Group: there is no group '{group}'"));
        }
    }

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint GetOwnUser();

    [LibraryImport("libc", EntryPoint = "getegid")]
    private static partial uint GetOwnGroup();

    [LibraryImport("libc", EntryPoint = "getpwnam", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint GetUser(string name);

    [LibraryImport("libc", EntryPoint = "getgrnam", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint GetGroup(string name);
}
