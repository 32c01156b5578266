namespace FailoverIp.Node;

/// <summary>Reads a file whole, but not more than a bound.</summary>
internal static class BoundedFile
{
    private const int Least = 64 * 1024;

    /// <summary>What is in it; null where that is more than <paramref name="most"/> bytes. The length of a pipe or of a file in /proc is not known beforehand, so the bound is on what is read.</summary>
    public static byte[]? Read(FileStream file, int most)
    {
        // A file that tells its length truly is read into one array of that length, and one more read finds its end.
        var told = file.CanSeek ? file.Length : 0;
        var bytes = new byte[told > 0 && told <= most ? told : Math.Min(Least, most)];
        var end = 0;
        while (true)
        {
            if (end == bytes.Length)
            {
                var next = (byte)0;
                if (file.Read(new Span<byte>(ref next)) == 0)
                    return bytes;
                if (end == most)
                    return null;
                Array.Resize(ref bytes, (int)Math.Min(Math.Max(Least, bytes.Length * 2L), most));
                bytes[end++] = next;
            }
            var read = file.Read(bytes.AsSpan(end));
            if (read == 0)
                return bytes[..end];
            end += read;
        }
    }
}
