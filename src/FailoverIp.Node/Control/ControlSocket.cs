using System.Net.Sockets;
using System.Runtime.Versioning;

namespace FailoverIp.Node;

/// <summary>
/// The control socket's place in the file system, held for the life of a node. Beside it lies a lock file: the kernel releases the lock when its
/// holder dies, however that comes, so that a socket without a lock is one left over.
/// </summary>
[UnsupportedOSPlatform("windows")]
internal sealed class ControlSocket : IDisposable
{
    private const UnixFileMode FolderMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private const UnixFileMode SocketMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite;

    private readonly FileStream _lock;

    private readonly Lock _gate = new();

    private uint? _group;

    private bool _isPublished;

    private ControlSocket(string path, FileStream @lock, uint? group) => (Path, _lock, _group) = (path, @lock, group);

    /// <summary>Where clients find it.</summary>
    public string Path { get; }

    /// <summary>Where it is bound first: in a folder that nobody else may enter, until it has its group and its mode.</summary>
    public string BindPath => System.IO.Path.Combine(BindFolder, "s");

    private string BindFolder => Path + ".new";

    /// <summary>Takes the place, clearing away what a dead node has left.</summary>
    /// <param name="path">Where clients find it.</param>
    /// <param name="group">The group that may use it, by name or number; null: the process's.</param>
    /// <exception cref="NodeException">Another node holds it, it cannot be made, or there is no such group.</exception>
    public static ControlSocket Claim(string path, string? group = null)
    {
        var groupId = Find(group);
        try
        {
            path = System.IO.Path.GetFullPath(path);
            if (System.Text.Encoding.UTF8.GetByteCount(path) > 100)
                throw new NodeException($"the path of the control socket is longer than 100 bytes: {path}");
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!, FolderMode);
            var socket = new ControlSocket(path, TakeLock(path), groupId);
            try
            {
                socket.Clear();
            }
            catch
            {
                socket._lock.Dispose();
                throw;
            }
            return socket;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new NodeException($"the control socket {path} cannot be made: {(e is UnauthorizedAccessException ? "permission denied" : e.Message)}", e);
        }
    }

    /// <summary>Gives the bound socket its group, its mode and then its name, in this order and each in one step.</summary>
    /// <exception cref="IOException">It may not be given to that group.</exception>
    public void Publish()
    {
        lock (_gate)
        {
            if (_group is { } group)
                SystemGroup.Give(BindPath, group);
            File.SetUnixFileMode(BindPath, SocketMode);
            File.Move(BindPath, Path, overwrite: true);
            _isPublished = true;
        }
        Directory.Delete(BindFolder);
    }

    /// <summary>Gives it to another group, which it has at the latest when clients find it.</summary>
    /// <param name="group">By name or number; null: the process's.</param>
    /// <exception cref="NodeException">There is no such group.</exception>
    /// <exception cref="IOException">It may not be given to that group.</exception>
    public void Give(string? group)
    {
        var groupId = Find(group);
        lock (_gate)
        {
            if (_isPublished)
                SystemGroup.Give(Path, groupId ?? SystemGroup.Own);
            _group = groupId;
        }
    }

    /// <summary>Removes the socket and lets go of its place. The lock file stays: removing it would race with the next node.</summary>
    public void Dispose()
    {
        try
        {
            File.Delete(Path);
            ClearFolder();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What cannot be removed any more, the next node that comes here finds and clears away.
        }
        finally
        {
            _lock.Dispose();
        }
    }

    private static uint? Find(string? group) => group is null ? null : SystemGroup.Find(group) ?? throw new NodeException($"Control.Group: there is no group \"{group}\"");

    private static FileStream TakeLock(string path)
    {
        var name = path + ".lock";
        try
        {
            return new(name, new FileStreamOptions
            {
                Mode = FileMode.OpenOrCreate,
                Access = FileAccess.ReadWrite,
                Share = FileShare.None,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            });
        }
        catch (IOException e) when (File.Exists(name))
        {
            throw Taken(path, e);
        }
    }

    private void Clear()
    {
        if (Directory.Exists(Path))
            throw new NodeException($"{Path} exists and is not a socket");
        if (File.Exists(Path))
        {
            if (IsLive())
                throw Taken(Path);
            if (!IsSocket())
                throw new NodeException($"{Path} exists and is not a socket");
            File.Delete(Path);
        }
        ClearFolder();
        Directory.CreateDirectory(BindFolder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private void ClearFolder()
    {
        if (!Directory.Exists(BindFolder))
            return;
        File.Delete(BindPath);
        Directory.Delete(BindFolder);
    }

    private bool IsLive()
    {
        using var probe = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            probe.Connect(new UnixDomainSocketEndPoint(Path));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>A file can be opened, a socket cannot.</summary>
    private bool IsSocket()
    {
        try
        {
            using var file = File.OpenHandle(Path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    private static NodeException Taken(string path, Exception? e = null) =>
        new($"another node is running here: it holds the control socket {path}", e);
}
