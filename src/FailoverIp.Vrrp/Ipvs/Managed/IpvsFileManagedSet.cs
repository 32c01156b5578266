using System.Text.Json;

namespace FailoverIp.Vrrp.Ipvs;

/// <summary>
/// A managed set in a file, so that a node that was killed recognises its services when it runs again. The file belongs to one boot of the machine and one
/// network namespace: after a reboot, and in another namespace, the services it names are gone or another's, and it counts as empty.
/// </summary>
/// <remarks>
/// The file is JSON, readable for its owner only, and replaced as a whole: at any moment it holds the old set or the new one. One process uses it at a time.
/// </remarks>
public sealed class IpvsFileManagedSet : IIpvsManagedSet
{
    private const int Version = 1;
    private const int LongestFile = 64 << 20;

    private readonly string _path;
    private readonly string _table;
    private HashSet<IpvsServiceKey>? _keys;

    /// <summary>A set in a file, which need not exist yet, for the network namespace of the calling thread.</summary>
    /// <param name="path">The file; its directory is made where it is missing. A place that a reboot empties, such as /run, is enough.</param>
    public IpvsFileManagedSet(string path)
        : this(path, TableIdentity.Read())
    {
    }

    internal IpvsFileManagedSet(string path, string table)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        (_path, _table) = (Path.GetFullPath(path), table);
    }

    /// <inheritdoc/>
    public IReadOnlyCollection<IpvsServiceKey> Keys => Load();

    /// <inheritdoc/>
    public bool Contains(IpvsServiceKey key) => Load().Contains(key);

    /// <inheritdoc/>
    public void Add(IReadOnlyCollection<IpvsServiceKey> keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        if (!Load().IsSupersetOf(keys))
            Save([.. Load().Concat(keys)]);
    }

    /// <inheritdoc/>
    public void Remove(IReadOnlyCollection<IpvsServiceKey> keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        if (Load().Overlaps(keys))
            Save([.. Load().Except(keys)]);
    }

    private HashSet<IpvsServiceKey> Load()
    {
        if (_keys is not null)
            return _keys;
        try
        {
            return _keys = File.Exists(_path) ? Parse(Read()) : [];
        }
        catch (JsonException)
        {
            throw Damaged();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IpvsException($"{_path}, the list of this node's virtual services, cannot be read: {e.Message}", e);
        }
    }

    private byte[] Read()
    {
        using var file = new FileStream(_path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        if (file.Length > LongestFile)
            throw Damaged();
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }

    private HashSet<IpvsServiceKey> Parse(byte[] bytes)
    {
        var document = JsonSerializer.Deserialize(bytes, ManagedSetJson.Default.ManagedSetDocument);
        if (document is not { Version: Version, Services: { } services })
            throw Damaged();
        if (document.Table != _table)
            return [];
        return [.. services.Select(s => IpvsServiceKey.TryParse(s, out var key) ? key : throw Damaged())];
    }

    // Written to a file beside it and renamed over it. It need not outlast a power cut: the table does not either.
    private void Save(HashSet<IpvsServiceKey> keys)
    {
        var beside = $"{_path}.{Guid.NewGuid():N}.tmp";
        try
        {
            if (Path.GetDirectoryName(_path) is { Length: > 0 } directory)
                Directory.CreateDirectory(directory);
            using (var file = Create(beside))
                JsonSerializer.Serialize(file, new(Version, _table, [.. keys.Select(k => k.ToString())]), ManagedSetJson.Default.ManagedSetDocument);
            File.Move(beside, _path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Discard(beside);
            throw new IpvsException($"{_path}, the list of this node's virtual services, cannot be written: {e.Message}", e);
        }
        _keys = keys;
    }

    private static void Discard(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What could not be written often cannot be deleted either.
        }
    }

    private static FileStream Create(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new(path, options);
    }

    private IpvsException Damaged() =>
        new($"{_path} is not a list of virtual services as this node writes it: look with `ipvsadm -Ln` whether services of an earlier run are left, remove them, then delete the file");
}
