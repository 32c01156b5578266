using System.Globalization;
using System.IO.Pipes;
using System.Runtime.InteropServices;
using System.Text;
using FailoverIp.Vrrp;
using Microsoft.Win32.SafeHandles;

namespace FailoverIp.Cli.Supervision;

/// <summary>
/// The node's end of what ties it to its supervisor: standard input is a pipe that nobody writes to and that ends with the supervisor, whatever ends that;
/// and a line for each thing that the supervisor wants to know goes back over another pipe.
/// </summary>
internal sealed partial class SupervisorLink : IDisposable
{
    /// <summary>The node has started.</summary>
    public const string Started = "started";

    /// <summary>The node has begun to read its configuration again.</summary>
    public const string Reloading = "reloading";

    /// <summary>The node has gone over to a configuration that it has read again.</summary>
    public const string Reloaded = "reloaded";

    /// <summary>The node has refused it, and runs on with the one before.</summary>
    public const string Kept = "kept";

    /// <summary>The engine's thread has come by.</summary>
    public const string Alive = "alive";

    private const int F_SETFD = 2, FD_CLOEXEC = 1;

    private readonly Lock _gate = new();
    private readonly AnonymousPipeClientStream _lines;

    private SupervisorLink(int lines, VrrpLifeline? lifeline) => (_lines, Lifeline) = (new(PipeDirection.Out, new SafePipeHandle(lines, ownsHandle: true)), lifeline);

    /// <summary>What tells the supervisor of the death of this node's elections; null where it has none.</summary>
    public VrrpLifeline? Lifeline { get; }

    /// <summary>The link of a node that was started by a supervisor; null where it was not.</summary>
    /// <exception cref="ToolException">The option was given by somebody else.</exception>
    public static SupervisorLink? Open(string? handle)
    {
        if (handle is null)
            return null;
        try
        {
            int[] numbers = [.. handle.Split(',').Select(n => int.Parse(n, NumberStyles.None, CultureInfo.InvariantCulture))];
            if (numbers.Length > 2)
                throw new ArgumentException(handle);
            // What the node starts has nothing to tell the supervisor, and must not keep the pipe open after it.
            _ = FileControl(numbers[0], F_SETFD, FD_CLOEXEC);
            return new(numbers[0], numbers.Length > 1 ? VrrpLifeline.Open(numbers[1]) : null);
        }
        catch (Exception e) when (e is FormatException or OverflowException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            throw new ToolException(FailoverErrorKind.Configuration, "--supervisor is for the supervisor's own use; see --supervised", e);
        }
    }

    public void Tell(string what)
    {
        try
        {
            lock (_gate)
            {
                _lines.Write(Encoding.ASCII.GetBytes(what + "\n"));
                _lines.Flush();
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The supervisor is gone: the end of standard input tells so as well. Or we are, and this was a last beat.
        }
    }

    /// <summary>Lets <paramref name="stop"/> fall when the supervisor is gone or wants a clean stop.</summary>
    public static async Task WaitForEndAsync(CancellationTokenSource stop)
    {
        try
        {
            await using var input = Console.OpenStandardInput();
            var buffer = new byte[16];
            while (await input.ReadAsync(buffer).ConfigureAwait(false) > 0)
            {
                // Nothing is said this way; the end alone counts.
            }
        }
        catch (IOException)
        {
            // As good as the end.
        }
        try
        {
            await stop.CancelAsync().ConfigureAwait(false);
        }
        catch (ObjectDisposedException)
        {
            // It has stopped for another reason.
        }
    }

    public void Dispose() => _lines.Dispose();

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int FileControl(int descriptor, int command, int argument);
}
