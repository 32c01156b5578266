using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace FailoverIp.Simulation;

/// <summary>A state file: read with one clear line for what is wrong in it, written so that it is never half there.</summary>
internal static class StateFile
{
    /// <exception cref="InvalidDataException">The file cannot be used; the message is one line with file, line and reason.</exception>
    public static T Load<T>(string path, JsonTypeInfo<T> type, Func<T, IReadOnlyList<string>> problemsOf)
        where T : class
    {
        T? state;
        try
        {
            state = JsonSerializer.Deserialize(File.ReadAllBytes(path), type);
        }
        catch (JsonException problem)
        {
            var message = problem.Message.Split(" Path: ")[0];
            throw new InvalidDataException($"{path}:{problem.LineNumber + 1}: {message}", problem);
        }
        if (state is null)
            throw new InvalidDataException($"{path}: it holds no state");
        return problemsOf(state) is { Count: > 0 } problems ? throw new InvalidDataException($"{path}: {string.Join("; ", problems)}") : state;
    }

    /// <summary>Writes a new file beside the old one and puts it in its place. It holds secrets, so nobody else may read it.</summary>
    public static void Save<T>(string path, T state, JsonTypeInfo<T> type)
    {
        var target = Path.GetFullPath(path);
        var fresh = target + ".new";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        File.Delete(fresh);
        using (var file = new FileStream(fresh, options))
        {
            JsonSerializer.Serialize(file, state, type);
            file.WriteByte((byte)'\n');
            file.Flush(flushToDisk: true);
        }
        File.Move(fresh, target, overwrite: true);
    }
}
