using System.Diagnostics;

namespace FailoverIp.Interop.Lab;

/// <summary>Runs short commands to their end.</summary>
internal static class Shell
{
    /// <summary>Runs a command and returns what it wrote to standard output.</summary>
    /// <exception cref="InvalidOperationException">It ended with another status than 0.</exception>
    public static async Task<string> RunAsync(string command, params string[] arguments)
    {
        var (status, output, errors) = await TryRunAsync(command, arguments);
        return status == 0 ? output : throw new InvalidOperationException($"{command} {string.Join(' ', arguments)}: status {status}: {errors.Trim()} {output.Trim()}");
    }

    /// <summary>Runs a command to its end; a status other than 0 is an answer too.</summary>
    public static Task<(int Status, string Output, string Errors)> TryRunAsync(string command, params string[] arguments) => TryRunAsync(TimeSpan.FromMinutes(1), command, arguments);

    /// <summary>Runs a command that may take its time.</summary>
    public static async Task<(int Status, string Output, string Errors)> TryRunAsync(TimeSpan patience, string command, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(command, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        })!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(patience);
        return (process.ExitCode, await output, await errors);
    }

    /// <summary>Several <c>ip</c> commands as one batch.</summary>
    public static async Task IpBatchAsync(string? networkNamespace, IEnumerable<string> lines)
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllLinesAsync(file, lines);
            await RunAsync("ip", networkNamespace is null ? ["-batch", file] : ["-n", networkNamespace, "-batch", file]);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
