using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace FailoverIp.Vrrp.State;

/// <summary>
/// The file in which a running engine notes what it may have in the kernel. What is described is written when the options change; whether a router holds it, by one
/// small write to its slot, which outlives the process. It is not mapped into memory: a store to a file that somebody has cut short would end the process.
/// </summary>
internal sealed class StateFile : IDisposable
{
    private readonly SafeFileHandle _file;
    private readonly byte[] _bytes; // as the file, at least up to the end of the slots
    private readonly Action<string>? _onFailure;
    private bool _hasFailed;

    private StateFile(string path, SafeFileHandle file, byte[] bytes, Action<string>? onFailure) => (Path, _file, _bytes, _onFailure) = (path, file, bytes, onFailure);

    /// <summary>Where it is.</summary>
    public string Path { get; }

    /// <summary>Writes the file anew, in one step for whoever reads it, for this process; only its user may read it.</summary>
    /// <param name="path">Where.</param>
    /// <param name="routers">What it describes, a slot each.</param>
    /// <param name="onFailure">Hears, once, of a slot that could not be written later.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static StateFile Create(string path, IReadOnlyList<HeldState> routers, Action<string>? onFailure = null)
    {
        if (System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path)) is { Length: > 0 } folder)
            Directory.CreateDirectory(folder);
        var temporary = $"{path}.{Environment.ProcessId}";
        File.Delete(temporary);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var bytes = StateLayout.Write(Environment.ProcessId, ProcessStart.Of(Environment.ProcessId)?.Start ?? 0, routers);
        using (var stream = new FileStream(temporary, options))
            stream.Write(bytes);
        var file = OpenHandle(temporary);
        try
        {
            File.Move(temporary, path, overwrite: true);
            return new(path, file, bytes[..StateLayout.SlotOffset(routers.Count)], onFailure);
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
    public static StateFile? Open(string path, Action<string>? onFailure = null) =>
        new FileInfo(path) is { Exists: true, Length: > 0 and <= StateLayout.MaxLength } ? new(path, OpenHandle(path), File.ReadAllBytes(path), onFailure) : null;

    /// <summary>What stands in a file: null where it is none of ours, of another version, or torn.</summary>
    public static StateContent? Read(string path) =>
        new FileInfo(path) is { Exists: true, Length: <= StateLayout.MaxLength } ? StateLayout.Read(File.ReadAllBytes(path)) : null;

    /// <summary>Notes that a router is about to have in the kernel what is described.</summary>
    public void Hold(int slot, UInt128 source, bool ownsSource)
    {
        var bytes = Slot(slot);
        (bytes[0], bytes[2], bytes[3]) = (1, ownsSource ? (byte)1 : (byte)0, 0);
        BinaryPrimitives.WriteUInt128LittleEndian(bytes[16..], source);
        Write(slot);
    }

    /// <summary>Notes that promote_secondaries was set for it.</summary>
    public void Promote(int slot)
    {
        Slot(slot)[1] = 1;
        Write(slot);
    }

    /// <summary>Notes how far its sequence numbers may go.</summary>
    public void Sign(int slot, uint sequence)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(Slot(slot)[8..], sequence);
        Write(slot);
    }

    /// <summary>Notes that priority 0 was sent for a router, of which something may still be in the kernel.</summary>
    public void Resign(int slot)
    {
        Slot(slot)[3] = 1;
        Write(slot);
    }

    /// <summary>Notes that nothing of a router is in the kernel.</summary>
    public void Release(int slot)
    {
        var bytes = Slot(slot);
        (bytes[0], bytes[1], bytes[3]) = (0, 0, 0);
        Write(slot);
    }

    /// <summary>Removes the file: the engine has ended and left nothing. Somebody may have removed it before, with its folder; one that stays says that nothing is held.</summary>
    public void Delete()
    {
        try
        {
            File.Delete(Path);
        }
        catch (DirectoryNotFoundException)
        {
            // It is gone, and that is all that was wanted.
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _onFailure?.Invoke($"{Path} cannot be removed: {e.Message}");
        }
    }

    public void Dispose() => _file.Dispose();

    private static SafeFileHandle OpenHandle(string path) => File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);

    private Span<byte> Slot(int slot) => _bytes.AsSpan(StateLayout.SlotOffset(slot), StateLayout.SlotLength);

    private void Write(int slot)
    {
        try
        {
            RandomAccess.Write(_file, Slot(slot), StateLayout.SlotOffset(slot));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (!_hasFailed)
                _onFailure?.Invoke($"{Path} cannot be written: {e.Message}; what a crash would leave in the kernel is not recognised later");
            _hasFailed = true;
        }
    }
}
