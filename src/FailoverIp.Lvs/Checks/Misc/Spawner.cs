using System.Collections;
using System.Runtime.InteropServices;
using System.Text;

namespace FailoverIp.Lvs.Misc;

/// <summary>
/// Starts one command again and again, each time in a process group of its own, which <see cref="System.Diagnostics.Process"/> cannot do. Its words and the
/// environment are laid out once.
/// </summary>
internal unsafe partial class Spawner(IReadOnlyList<string> command)
{
    private readonly nint[] _arguments = Strings(command);
    private readonly nint[] _environment = Strings([.. Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(e => $"{e.Key}={e.Value}")]);

    /// <summary>Starts it; returns the error number, 0 for none.</summary>
    public virtual int Start(out int pid)
    {
        fixed (int* p = &pid)
        fixed (byte* files = SpawnSettings.Files, attributes = SpawnSettings.Attributes)
        fixed (nint* arguments = _arguments, environment = _environment)
            return Spawn(p, arguments[0], files, attributes, arguments, environment);
    }

    /// <summary>Starts it with its output going to a descriptor of ours; returns the error number, 0 for none.</summary>
    public int Start(int output, out int pid)
    {
        var actions = SpawnSettings.FilesTo(output);
        fixed (int* p = &pid)
        fixed (byte* files = actions, attributes = SpawnSettings.Attributes)
        fixed (nint* arguments = _arguments, environment = _environment)
        {
            var error = Spawn(p, arguments[0], files, attributes, arguments, environment);
            SpawnSettings.Release(files);
            return error;
        }
    }

    // Pointers to strings that end with 0, and a null pointer; followed by the strings themselves, in the same pinned array.
    private static nint[] Strings(IReadOnlyList<string> strings)
    {
        var bytes = strings.Select(text => Encoding.UTF8.GetBytes(text + '\0')).ToArray();
        var words = bytes.Select(text => (text.Length + nint.Size - 1) / nint.Size).ToArray();
        var memory = GC.AllocateArray<nint>(strings.Count + 1 + words.Sum(), pinned: true);
        var next = strings.Count + 1;
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i].CopyTo(MemoryMarshal.AsBytes(memory.AsSpan(next)));
            memory[i] = Marshal.UnsafeAddrOfPinnedArrayElement(memory, next);
            next += words[i];
        }
        return memory;
    }

    [LibraryImport("libc", EntryPoint = "posix_spawnp")]
    private static partial int Spawn(int* pid, nint file, void* files, void* attributes, nint* arguments, nint* environment);
}
