using System.Text;
using Microsoft.Win32.SafeHandles;

namespace FailoverIp.Cli.Output;

/// <summary>
/// Standard output for an endless answer: each line is out when the call returns, and a reader that has gone (<c>… | head -n 1</c>) is noticed.
/// <see cref="Console.Out"/> keeps that to itself.
/// </summary>
internal sealed class LineOutput : IAsyncDisposable
{
    private readonly FileStream _stream = new(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);

    public static LineOutput OpenStandardOutput() => new();

    /// <summary>Writes a line; false where nobody reads any more.</summary>
    public bool TryWriteLine(string line)
    {
        try
        {
            _stream.Write(Encoding.UTF8.GetBytes(line + "\n"));
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    public ValueTask DisposeAsync() => _stream.DisposeAsync();
}
