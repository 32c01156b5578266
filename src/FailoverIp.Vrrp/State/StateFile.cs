using System.IO.MemoryMappedFiles;

namespace FailoverIp.Vrrp.State;

/// <summary>
/// The file in which a running engine notes what it may have in the kernel. It is mapped into memory: what is described is written when the options change, and
/// whether a router holds it by a store, which outlives the process.
/// </summary>
internal sealed class StateFile : IDisposable
{
    private readonly string _path;
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;

    private StateFile(string path, MemoryMappedFile file) => (_path, _file, _view) = (path, file, file.CreateViewAccessor());

    /// <summary>Writes the file anew, in one step for whoever reads it, for this process; only its user may read it.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static StateFile Create(string path, IReadOnlyList<HeldState> routers)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { Length: > 0 } folder)
            Directory.CreateDirectory(folder);
        var temporary = $"{path}.{Environment.ProcessId}";
        File.Delete(temporary);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var stream = new FileStream(temporary, options))
            stream.Write(StateLayout.Write(Environment.ProcessId, ProcessStart.Of(Environment.ProcessId)?.Start ?? 0, routers));
        var file = MemoryMappedFile.CreateFromFile(temporary, FileMode.Open, null, 0, MemoryMappedFileAccess.ReadWrite);
        try
        {
            File.Move(temporary, path, overwrite: true);
            return new(path, file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Opens the file of another process; null where there is none.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static StateFile? Open(string path) =>
        new FileInfo(path) is { Exists: true, Length: > 0 and <= StateLayout.MaxLength }
            ? new(path, MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.ReadWrite))
            : null;

    /// <summary>What stands in a file: null where it is none of ours, of another version, or torn.</summary>
    public static StateContent? Read(string path) =>
        new FileInfo(path) is { Exists: true, Length: <= StateLayout.MaxLength } ? StateLayout.Read(File.ReadAllBytes(path)) : null;

    /// <summary>Notes that a router is about to have in the kernel what is described. Memory stores only.</summary>
    public void Hold(int slot, UInt128 source, bool ownsSource)
    {
        var at = StateLayout.SlotOffset(slot);
        _view.Write(at + 16, (ulong)source);
        _view.Write(at + 24, (ulong)(source >> 64));
        _view.Write(at + 2, ownsSource);
        Thread.MemoryBarrier(); // the flag says that the rest is there
        _view.Write(at, true);
    }

    /// <summary>Notes that promote_secondaries was set for it.</summary>
    public void Promote(int slot) => _view.Write(StateLayout.SlotOffset(slot) + 1, true);

    /// <summary>Notes that nothing of a router is in the kernel.</summary>
    public void Release(int slot)
    {
        var at = StateLayout.SlotOffset(slot);
        _view.Write(at, false);
        _view.Write(at + 1, false);
    }

    /// <summary>Removes the file: the engine has ended and left nothing.</summary>
    public void Delete() => File.Delete(_path);

    public void Dispose()
    {
        _view.Dispose();
        _file.Dispose();
    }
}
