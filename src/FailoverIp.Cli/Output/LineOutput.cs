using System.Runtime.InteropServices;
using System.Text;

namespace FailoverIp.Cli.Output;

/// <summary>
/// Standard output for an endless answer: each line is out when the call returns, and a reader that has gone (<c>… | head -n 1</c>) is noticed.
/// <see cref="Console.Out"/> keeps that to itself, and a FileStream would not move the position that other processes share.
/// </summary>
internal sealed partial class LineOutput(int descriptor = LineOutput.StandardOutput)
{
    private const int StandardOutput = 1;
    private const int BrokenPipe = 32; // EPIPE
    private const int Interrupted = 4; // EINTR

    /// <summary>Writes a line; false where nobody reads any more.</summary>
    /// <exception cref="IOException">It cannot be written for another reason, such as a full disk.</exception>
    public bool TryWriteLine(string line)
    {
        if (OperatingSystem.IsWindows())
        {
            Console.Out.WriteLine(line);
            return true;
        }

        var rest = Encoding.UTF8.GetBytes(line + "\n").AsSpan();
        while (!rest.IsEmpty)
        {
            var written = Write(descriptor, ref MemoryMarshal.GetReference(rest), (nuint)rest.Length);
            if (written >= 0)
                rest = rest[(int)written..];
            else if (Marshal.GetLastPInvokeError() is var error && error == BrokenPipe)
                return false;
            else if (error != Interrupted)
                throw new IOException($"standard output: {Marshal.GetPInvokeErrorMessage(error)}");
        }
        return true;
    }

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint Write(int descriptor, ref byte bytes, nuint count);
}
